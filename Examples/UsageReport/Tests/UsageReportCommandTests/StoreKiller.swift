import Foundation
import Synchronization
import Testing

/// A moment of the life of a store at which a process is killed.
enum StoreMoment: String, CaseIterable {
    /// A request waits for its answer.
    case fetch
    /// A commit is written to the end of the log, and half of it is there.
    case append
    /// A commit is about to be on the disk, or has just got there.
    case sync
    /// A new log is about to take the place of the old one, or has just taken it.
    case rename
    /// The store is written as a whole: half of a part is there, or all of it is about to be on the disk.
    case compact
}

/// The call of the platform's C library at which a process ends.
struct StoreCall {
    enum Name: String { case write, fsync, rename }
    enum Place: String { case before, halfway, after }

    let moment: StoreMoment
    let name: Name
    /// The name of the file in the directory of the store.
    let file: String
    /// Which of these calls, counted from 1.
    var number: Int
    /// Whether the call is not made, has written half of its bytes, or has returned.
    let place: Place
}

/// A library that is loaded into the command, and kills it with SIGKILL at a call.
///
/// The command itself knows nothing of it: the dynamic linker finds the library's `write`, `fsync` and `rename` before
/// those of the C library. Each kill adds a line to a file, so that kills are counted by what happened.
final class StoreKiller {
    /// Whether a library can be made and loaded here.
    static var isPossible: Bool {
        #if os(Linux)
            compiler != nil
        #else
            false
        #endif
    }

    private let folder: URL
    private var library: URL { folder.appendingPathComponent("killer.so") }
    private var log: URL { folder.appendingPathComponent("kills") }

    /// Compiles the library.
    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("killer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let source = folder.appendingPathComponent("killer.c")
        try Data(Self.source.utf8).write(to: source)
        try Data().write(to: log)
        let compilation = Process()
        compilation.executableURL = try #require(Self.compiler as URL?)
        compilation.arguments = [
            "-std=gnu11", "-Wall", "-Werror", "-O1", "-shared", "-fPIC", "-o", library.path, source.path, "-ldl",
        ]
        try compilation.run()
        compilation.waitUntilExit()
        try #require(compilation.terminationStatus == 0, "clang could not compile the library")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// The environment of a process that is to be killed at a call on a store.
    func environment(for call: StoreCall, on store: URL) -> [String: String] {
        [
            "LD_PRELOAD": library.path, "KILLER_LOG": log.path, "KILLER_STORE": store.path,
            "KILLER_MOMENT": call.moment.rawValue, "KILLER_CALL": call.name.rawValue, "KILLER_FILE": call.file,
            "KILLER_NUMBER": String(call.number), "KILLER_PLACE": call.place.rawValue,
        ]
    }

    /// What each kill has written: the moment, the call, the file, the number of the call, and its place.
    var kills: [String] {
        get throws { try String(contentsOf: log, encoding: .utf8).split(separator: "\n").map(String.init) }
    }

    /// Notes a kill that the test itself made.
    func note(_ kill: String) throws {
        let file = try FileHandle(forWritingTo: log)
        defer { try? file.close() }
        try file.seekToEnd()
        try file.write(contentsOf: Data((kill + "\n").utf8))
    }

    /// The clang of the toolchain: next to `swift`, or on the path.
    private static let compiler: URL? = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .map { URL(fileURLWithPath: String($0)) }
        let toolchains = folders.map { $0.appendingPathComponent("swift").resolvingSymlinksInPath() }
            .filter { FileManager.default.isExecutableFile(atPath: $0.path) }
            .map { $0.deletingLastPathComponent() }
        return (toolchains + folders).map { $0.appendingPathComponent("clang") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }()

    private static let source = #"""
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <fcntl.h>
        #include <limits.h>
        #include <signal.h>
        #include <stdatomic.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <unistd.h>

        static atomic_int calls;

        static const char *setting(const char *name) {
            const char *value = getenv(name);
            return value ? value : "";
        }

        static int is_call(const char *name) { return !strcmp(setting("KILLER_CALL"), name); }

        static int is_before(void) { return !strcmp(setting("KILLER_PLACE"), "before"); }

        /* Whether a resolved path is that of the file in the directory of the store. */
        static int is_file(const char *path) {
            char store[PATH_MAX], file[2 * PATH_MAX];
            if (!realpath(setting("KILLER_STORE"), store)) return 0;
            snprintf(file, sizeof file, "%s/%s", store, setting("KILLER_FILE"));
            return !strcmp(path, file);
        }

        static int is_descriptor(int descriptor) {
            char link[64], path[PATH_MAX];
            snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
            ssize_t length = readlink(link, path, sizeof path - 1);
            if (length < 0) return 0;
            path[length] = 0;
            return is_file(path);
        }

        /* Counts a call, and says whether the process ends at it. */
        static int is_last(void) { return atomic_fetch_add(&calls, 1) + 1 == atoi(setting("KILLER_NUMBER")); }

        static ssize_t real_write(int descriptor, const void *bytes, size_t count) {
            ssize_t (*next)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
            return next(descriptor, bytes, count);
        }

        static void end(void) {
            char line[512];
            int log = open(setting("KILLER_LOG"), O_WRONLY | O_APPEND);
            int length = snprintf(
                line, sizeof line, "%s %s %s %s %s\n", setting("KILLER_MOMENT"), setting("KILLER_CALL"),
                setting("KILLER_FILE"), setting("KILLER_NUMBER"), setting("KILLER_PLACE"));
            if (real_write(log, line, length) == length) kill(getpid(), SIGKILL);
            for (;;) pause();
        }

        ssize_t write(int descriptor, const void *bytes, size_t count) {
            if (!is_call("write") || !is_descriptor(descriptor) || !is_last()) {
                return real_write(descriptor, bytes, count);
            }
            size_t half = count / 2;
            for (size_t done = 0; done < half;) {
                ssize_t written = real_write(descriptor, (const char *)bytes + done, half - done);
                if (written <= 0) break;
                done += written;
            }
            end();
            return -1;
        }

        int fsync(int descriptor) {
            int (*next)(int) = dlsym(RTLD_NEXT, "fsync");
            int ends = is_call("fsync") && is_descriptor(descriptor) && is_last();
            if (ends && is_before()) end();
            int result = next(descriptor);
            if (ends) end();
            return result;
        }

        int rename(const char *old, const char *new) {
            int (*next)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
            char path[PATH_MAX];
            int ends = is_call("rename") && realpath(old, path) && is_file(path) && is_last();
            if (ends && is_before()) end();
            int result = next(old, new);
            if (ends) end();
            return result;
        }

        """#
}
