// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "fleet-worker",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "usage-kit", path: "../../..")],
    targets: [
        .executableTarget(
            name: "fleet-worker",
            dependencies: [
                .product(name: "UsageKit", package: "usage-kit"),
                .product(name: "UsageKitTesting", package: "usage-kit"),
            ])
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
