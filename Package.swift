// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "usage-kit",
    platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2)],
    products: [
        .library(name: "UsageKit", targets: ["UsageKit"]),
        .library(name: "UsageKitTesting", targets: ["UsageKitTesting"]),
    ],
    targets: [
        .target(name: "UsageKit"),
        .target(name: "UsageKitTesting", dependencies: ["UsageKit"]),
        .testTarget(
            name: "UsageKitTests",
            dependencies: ["UsageKit", "UsageKitTesting"],
            resources: [.copy("Fixtures")]
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
