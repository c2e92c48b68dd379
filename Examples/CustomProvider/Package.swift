// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "custom-provider",
    platforms: [.macOS(.v15)],
    products: [.library(name: "MarlowUsage", targets: ["MarlowUsage"])],
    dependencies: [.package(name: "usage-kit", path: "../..")],
    targets: [
        .target(name: "MarlowUsage", dependencies: [.product(name: "UsageKit", package: "usage-kit")]),
        .testTarget(
            name: "MarlowUsageTests",
            dependencies: [
                "MarlowUsage",
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
