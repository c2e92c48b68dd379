import Synchronization
import UsageKit

/// Rows of which the newest can be deleted during a walk.
final class MovingRows: Sendable {
    private let state: Mutex<[JSONValue]>

    init(_ rows: [JSONValue]) {
        state = Mutex(rows.sorted { ($0["at"]?.string ?? "") > ($1["at"]?.string ?? "") })
    }

    var rows: [JSONValue] { state.withLock { $0 } }

    func removeFirst() { state.withLock { _ = $0.removeFirst() } }

    func server(_ paging: CustomPaging) -> CustomServer { CustomServer(paging, rows) }
}
