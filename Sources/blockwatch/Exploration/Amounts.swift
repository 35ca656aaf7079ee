import Reporting

/// How figures are said to people.
enum Amounts {
    /// `97.48 %`; more digits where a share is small.
    static func percent(_ share: Double) -> String {
        let percent = share * 100
        return "\(percent.text(decimals: percent != 0 && percent < 0.1 ? 4 : 2)) %"
    }

    static func percent(_ part: Int, of whole: Int) -> String {
        whole == 0 ? "" : percent(Double(part) / Double(whole))
    }

    /// `1 row`, `2,423 rows`.
    static func count(_ count: Int, _ unit: String) -> String { "\(count.grouped) \(unit)\(count == 1 ? "" : "s")" }

    /// Milliseconds as `0.4s`, `67s`, `7m 11s`, `54m`, `12.9h`.
    static func span(milliseconds: Int) -> String {
        let seconds = milliseconds / 1000
        switch seconds {
        case ..<10 where milliseconds % 1000 != 0: return "\((Double(milliseconds) / 1000).text(decimals: 1))s"
        case ..<120: return "\(seconds)s"
        case ..<600: return "\(seconds / 60)m \(seconds % 60)s"
        case ..<7200: return "\(seconds / 60)m"
        default: return "\((Double(seconds) / 3600).text(decimals: 1))h"
        }
    }

    /// As the configuration writes it: `10m`.
    static func setting(seconds: Int) -> String {
        seconds % 3600 == 0 ? "\(seconds / 3600)h" : seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds)s"
    }
}
