import Access
import Dashboard
import OperatingSystem
import Service

/// Whether the dashboard is served, and how its first owner comes in.
enum DashboardOption {
    /// The dashboard, unless it is switched off.
    static func dashboard(_ arguments: Arguments) throws(UsageError) -> Dashboard? {
        switch arguments["--dashboard"] ?? "on" {
        case "on": return Dashboard(kit: kit, folder: folder("LAUREL_DASHBOARD_PAGES"))
        case "off": return nil
        case let word: throw UsageError("option --dashboard must be on or off, not \"\(word)\"")
        }
    }

    /// The UI kit, which is served with or without the dashboard.
    static let kit = UIKit(version: CommandTable.version, folder: folder("LAUREL_UI_PAGES"))

    /// Where pages are read from while somebody writes them.
    private static func folder(_ name: String) -> String? {
        #if DEBUG
        Environment.value(name)
        #else
        nil
        #endif
    }

    /// Says where the dashboard is, and, while nobody can sign in, how to become its first owner.
    static func greet(_ service: LaurelService, at url: String) async {
        guard (try? await service.access.hasNoAdmin()) == true else {
            return Console.print("  dashboard   \(url)\(Dashboard.address)")
        }
        let secret = service.access.beginFirstRun()
        Console.print(
            """
            Nobody can sign in to the dashboard yet. This link makes its first owner, once:
              \(url)\(Dashboard.address)first-run#\(secret)
            """
        )
    }
}
