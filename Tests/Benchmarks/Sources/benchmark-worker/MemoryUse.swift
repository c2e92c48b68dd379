import Allocator
import Foundation

/// The memory of the process at one moment, in bytes.
struct MemoryUse {
    /// The bytes that were allocated and not freed, used or not; nil if the allocator does not tell.
    let allocated: Double?
    /// The resident memory, which excludes pages that were never touched.
    let resident: Double

    static func now() -> MemoryUse {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return MemoryUse(allocated: allocatedBytes, resident: (Double(line.filter(\.isNumber)) ?? 0) * 1024)
    }

    /// The most memory that was resident at any time, in bytes; 0 if the system does not tell.
    static var peak: Double {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return (Double(line.filter(\.isNumber)) ?? 0) * 1024
    }

    private static var allocatedBytes: Double? {
        #if canImport(Glibc)
            let use = mallinfo2()
            return Double(use.uordblks + use.hblkhd)
        #else
            return nil
        #endif
    }

    func figures(since before: MemoryUse, count: Int) -> [String: Double] {
        let resident = (resident - before.resident) / Double(count)
        guard let allocated, let earlier = before.allocated else { return ["bytes": resident] }
        return ["bytes": (allocated - earlier) / Double(count), "resident": resident]
    }
}
