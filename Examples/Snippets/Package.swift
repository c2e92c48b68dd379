// swift-tools-version: 6.2
import PackageDescription

// Each file of `Snippets` is a program of its own. Snippets depend on the libraries of their package and on nothing else,
// so the library `OfflineClients` brings UsageKit and UsageKitTesting with it.
let package = Package(
    name: "snippets",
    platforms: [.macOS(.v15)],
    products: [.library(name: "OfflineClients", targets: ["OfflineClients"])],
    dependencies: [.package(name: "usage-kit", path: "../..")],
    targets: [
        .target(
            name: "OfflineClients",
            dependencies: [
                .product(name: "UsageKit", package: "usage-kit"),
                .product(name: "UsageKitTesting", package: "usage-kit"),
            ]
        ),
        .testTarget(
            name: "SnippetTests",
            dependencies: [
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
