internal import Foundation

extension [UInt8] {
    /// Overwrites the beginning of the array with bytes of an open file.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - offset: The position in the file of the first byte to read.
    ///   - count: The maximum number of bytes to read; the length of the array limits it, too.
    /// - Returns: The number of bytes read, which is smaller only if the file ends; nil if the file cannot be read.
    mutating func read(from file: FileHandle, at offset: Int, upTo count: Int) -> Int? {
        unsafe withUnsafeMutableBytes { buffer in
            var read = 0
            while read < Swift.min(count, buffer.count) {
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[read..<Swift.min(count, buffer.count)])
                let more = unsafe pread(file.fileDescriptor, rest.baseAddress, rest.count, off_t(offset + read))
                if more == 0 { break }
                if more < 0, errno != EINTR { return nil }
                read += Swift.max(more, 0)
            }
            return read
        }
    }
}
