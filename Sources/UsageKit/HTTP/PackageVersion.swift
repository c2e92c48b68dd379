/// The version of this package, as servers see it.
package enum PackageVersion {
    /// The version.
    package static let current = "0.1.0"
    /// The `User-Agent` of requests; without it, the system sends the name of the host program.
    package static let userAgent = "UsageKit/\(current)"
}
