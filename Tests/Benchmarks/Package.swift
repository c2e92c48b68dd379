// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "usage-kit-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "usage-kit", path: "../.."),
        .package(name: "async-http-transport", path: "../../Examples/AsyncHTTPTransport"),
    ],
    targets: [
        .executableTarget(
            name: "benchmark-worker",
            dependencies: [
                "Allocator",
                .product(name: "AsyncHTTPTransport", package: "async-http-transport"),
                .product(name: "UsageKit", package: "usage-kit"),
            ]),
        .systemLibrary(name: "Allocator"),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type == .executable {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InferIsolatedConformances"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            .enableUpcomingFeature("ImmutableWeakCaptures"),
            .strictMemorySafety(),
        ]
}
