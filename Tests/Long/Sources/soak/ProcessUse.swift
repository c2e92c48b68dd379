import Foundation

/// The memory and the descriptors of the process at one moment.
struct ProcessUse {
    /// The resident memory in MB.
    let megabytes: Double
    /// The open file descriptors.
    let descriptors: Int

    /// Measures this process.
    static func now() -> ProcessUse {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd")) ?? []
        return ProcessUse(megabytes: Double(residentKilobytes()) / 1024, descriptors: entries.count)
    }

    private static func residentKilobytes() -> Int {
        #if os(Linux)
            let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
            return Int(line.filter(\.isNumber)) ?? 0
        #else
            let output = Pipe()
            let process = Process()
            process.executableURL = URL(filePath: "/bin/ps")
            process.arguments = ["-o", "rss=", "-p", "\(ProcessInfo.processInfo.processIdentifier)"]
            process.standardOutput = output
            guard (try? process.run()) != nil, let data = try? output.fileHandleForReading.readToEnd() else { return 0 }
            return Int(String(decoding: data, as: UTF8.self).filter(\.isNumber)) ?? 0
        #endif
    }
}
