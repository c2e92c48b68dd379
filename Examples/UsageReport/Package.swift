// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "usage-report",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "usage-report", targets: ["usage-report"])],
    dependencies: [
        .package(name: "usage-kit", path: "../.."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    ],
    targets: [
        .executableTarget(name: "usage-report", dependencies: ["UsageReportCommand"]),
        .target(
            name: "UsageReportCommand",
            dependencies: [
                .product(name: "UsageKit", package: "usage-kit"),
                .product(name: "UsageKitTesting", package: "usage-kit"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .testTarget(
            name: "UsageReportCommandTests",
            dependencies: [
                "UsageReportCommand",
                .product(name: "UsageKit", package: "usage-kit"),
                .product(name: "UsageKitTesting", package: "usage-kit"),
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
