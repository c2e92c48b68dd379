internal import Foundation

extension [UInt8] {
    /// Writes bytes of an open file over those at the beginning, as many as the file has from an offset on.
    ///
    /// - Returns: How many were written, or nil where the file cannot be read.
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
