// swift-tools-version: 6.2
import PackageDescription

// The App Store reads the privacy manifest. Apps for Apple's platforms are built on a Mac; elsewhere a resource would only
// add a bundle to every program.
#if canImport(Darwin)
    let hasPrivacyManifest = true
#else
    let hasPrivacyManifest = false
#endif
let privacyManifest = "PrivacyInfo.xcprivacy"

let package = Package(
    name: "usage-kit",
    platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2)],
    products: [
        .library(name: "UsageKit", targets: ["UsageKit"]),
        .library(name: "UsageKitTesting", targets: ["UsageKitTesting"]),
    ],
    targets: [
        .target(
            name: "UsageKit",
            exclude: hasPrivacyManifest ? [] : [privacyManifest],
            resources: hasPrivacyManifest ? [.copy(privacyManifest)] : []
        ),
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
