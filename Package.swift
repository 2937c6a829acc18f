// swift-tools-version: 6.2
import PackageDescription

// Every module is held to the same rules. Cross-module optimisation makes `public` code of Shared as cheap as local
// code in a release build (a generic call costs 9 ns without it and 0.1 ns with it).
let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .treatAllWarnings(as: .error),
    .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]

/// Products also mark every unsafe construct with the word; it shows in Loop and Storage, and hardly elsewhere.
/// They do without `_StringProcessing`: its reader of regular expressions is 1.5 MB in each executable.
let strict =
    house + [
        .strictMemorySafety(),
        .unsafeFlags(["-Xfrontend", "-disable-implicit-string-processing-module-import"]),
    ]

func shared(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Shared/\(name)",
        swiftSettings: name == "TestKit" ? house : strict)
}

/// What is shipped is small: equal functions are held once, nothing is exported, and relocations take a bit each (RELR,
/// which glibc knows since 2.36). 67 MB of executables became 58 while each had the runtime in it.
let lean: [LinkerSetting] = [
    .unsafeFlags(
        [
            "-use-ld=lld", "-Xlinker", "--icf=all", "-Xlinker", "--no-export-dynamic", "-Xlinker", "-z", "-Xlinker",
            "pack-relative-relocs",
        ], .when(configuration: .release))
]

/// A service knows the kit, the store and the wire; never another service.
func service(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .executableTarget(
        name: name, dependencies: ["JSON", "WireModel", "HTTP", "Loop", "Server", "ServiceKit"] + dependencies,
        path: "Services/\(name)", swiftSettings: strict, linkerSettings: lean)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["TestKit"], path: "Tests/\(name)",
        swiftSettings: house)
}

let network: [Target.Dependency] = ["JSON", "WireModel", "HTTP", "Loop", "Server", "ServiceKit"]

let package = Package(
    name: "majlis",
    products: [
        .executable(name: "gateway", targets: ["Gateway"]),
        .executable(name: "conversations", targets: ["Conversations"]),
        .executable(name: "contacts", targets: ["Contacts"]),
        .executable(name: "identity", targets: ["Identity"]),
        .executable(name: "notifications", targets: ["Notifications"]),
        .executable(name: "conformance-server", targets: ["ConformanceServer"]),
        .executable(name: "bench", targets: ["Bench"]),
        .executable(name: "torture", targets: ["Torture"]),
        .library(name: "torture-shim", type: .dynamic, targets: ["TortureShim"]),
        .executable(name: "parser-fuzz", targets: ["ParserFuzz"]),
        .executable(name: "demo", targets: ["Demo"]),
        .executable(name: "pages", targets: ["Pages"]),
    ],
    targets: [
        .systemLibrary(name: "CLinux", path: "Shared/CLinux"),
        .systemLibrary(name: "CSQLite", path: "Shared/CSQLite"),
        .systemLibrary(name: "CCrypt", path: "Shared/CCrypt"),
        shared("Threads"),
        shared("JSON"),
        shared("WireModel", ["JSON"]),
        shared("Search", ["WireModel"]),
        shared("HTTP"),
        shared("Loop", ["CLinux", "Threads"]),
        shared("Server", ["HTTP", "Loop"]),
        shared("Storage", ["CSQLite", "Threads", "WireModel"]),
        shared("ServiceKit", ["Threads", "JSON", "WireModel", "HTTP", "Loop", "Server", "Storage"]),
        shared("TestKit", network + ["Storage", "Threads"]),

        service("Gateway", ["Threads"]),
        service("Conversations", ["Storage", "Search"]),
        service("Contacts", ["Storage", "Search"]),
        service("Identity", ["Storage", "CCrypt"]),
        service("Notifications", ["Storage"]),

        .executableTarget(
            name: "ConformanceServer", dependencies: ["HTTP", "Loop", "Server"], path: "Tests/ConformanceServer",
            swiftSettings: house),
        .executableTarget(
            name: "StorageTorture", dependencies: ["Storage"], path: "Tests/StorageTorture", swiftSettings: house),
        .executableTarget(
            name: "Bench", dependencies: network + ["CLinux", "CSQLite", "TestKit", "Threads"], path: "Tests/Bench",
            swiftSettings: house),
        .executableTarget(
            name: "Torture", dependencies: network + ["CSQLite", "TestKit"], path: "Tests/Torture",
            swiftSettings: house),
        // Nothing links it: the torture has it loaded into the services.
        .target(name: "TortureShim", path: "Tests/TortureShim"),
        .executableTarget(
            name: "ParserFuzz", dependencies: ["HTTP", "JSON", "Search", "ServiceKit", "TestKit", "WireModel"],
            path: "Tests/ParserFuzz", exclude: ["tokens.dict"], swiftSettings: house),

        .executableTarget(
            name: "Demo", dependencies: network, path: "deploy/demo/server", swiftSettings: strict),
        .executableTarget(name: "Pages", dependencies: ["Server"], path: "deploy/pages", swiftSettings: strict),

        tests("JSONTests", ["JSON"]),
        tests("WireModelTests", ["JSON", "WireModel"]),
        tests("SearchTests", ["Search", "WireModel"]),
        tests("HTTPTests", ["HTTP"]),
        tests("LoopTests", ["Loop"]),
        tests("ServerTests", ["HTTP", "Loop", "Server"]),
        tests("StorageTests", ["Storage", "StorageTorture", "Threads", "WireModel"]),
        tests("ServiceKitTests", network + ["Storage"]),
        tests("GatewayTests", network + ["Storage", "Gateway", "Conversations", "Contacts", "Identity"]),
        tests("ConversationsTests", network + ["Storage", "Conversations", "Contacts", "Identity"]),
        tests("ContactsTests", network + ["Storage", "Contacts"]),
        tests("IdentityTests", network + ["Storage", "Identity"]),
        tests("NotificationsTests", network + ["Storage", "Notifications"]),
        tests("OpenAPITests", network + ["Storage", "Gateway", "Conversations", "Contacts", "Identity"]),
        tests("JourneyTests", network),
        tests("HouseTests", ["JSON", "WireModel"]),
    ]
)
