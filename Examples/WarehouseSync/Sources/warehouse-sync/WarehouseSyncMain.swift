import ArgumentParser
import Foundation

@main
struct WarehouseSyncMain {
    static func main() async {
        // Not `exit` after work: it would run the destructors of libraries while other threads still use them.
        do {
            let command = try WarehouseSyncCommand.parse()
            _exit(try await command.synchronize())
        } catch {
            let code = WarehouseSyncCommand.exitCode(for: error)
            if code == .success || code == .validationFailure { WarehouseSyncCommand.exit(withError: error) }
            try? FileHandle.standardError.write(contentsOf: Data("warehouse-sync: \(error)\n".utf8))
            _exit(1)
        }
    }
}
