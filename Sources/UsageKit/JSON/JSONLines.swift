/// A reader of NDJSON: one document on each line.
enum JSONLines {
    /// Reads each line; empty lines and a byte order mark at the beginning are skipped.
    ///
    /// - Parameters:
    ///   - bytes: The lines.
    ///   - element: Makes an element of the document of a line.
    /// - Returns: The elements, in their order.
    /// - Throws: ``UsageError`` whose message begins with the line; its byte, if it has one, is counted in all bytes.
    static func read<Element>(
        _ bytes: [UInt8], _ element: (JSONValue) throws(UsageError) -> Element
    ) throws(UsageError) -> [Element] {
        var elements: [Element] = []
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let lines = bytes.dropFirst(bytes.starts(with: mark) ? mark.count : 0)
            .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) {
            do {
                elements.append(try element(try JSONValue(json: Array(line))))
            } catch {
                var located = error
                located.message = "line \(index + 1): \(error.message)"
                located.byteOffset = error.byteOffset.map { line.startIndex + $0 }
                throw located
            }
        }
        return elements
    }
}
