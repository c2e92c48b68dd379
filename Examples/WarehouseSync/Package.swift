// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "warehouse-sync",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "warehouse-sync", targets: ["warehouse-sync"]),
        .library(name: "WarehouseSync", targets: ["WarehouseSync"]),
    ],
    dependencies: [
        .package(name: "usage-kit", path: "../.."),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.5.0"),
    ],
    targets: [
        .executableTarget(
            name: "warehouse-sync",
            dependencies: [
                "WarehouseSync",
                .product(name: "UsageKit", package: "usage-kit"),
                .product(name: "UsageKitTesting", package: "usage-kit"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(
            name: "WarehouseSync",
            dependencies: [
                .product(name: "UsageKit", package: "usage-kit"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
            ]
        ),
        .testTarget(
            name: "WarehouseSyncTests",
            dependencies: [
                "WarehouseSync",
                "warehouse-sync",
                .product(name: "UsageKit", package: "usage-kit"),
                .product(name: "UsageKitTesting", package: "usage-kit"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "InMemoryLogging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "MetricsTestKit", package: "swift-metrics"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets {
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
