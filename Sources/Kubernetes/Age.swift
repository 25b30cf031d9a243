/// Durations as Kubernetes prints them for people.
package enum Age {
  /// The duration with at most two units, as in `45s`, `3m20s`, `5h`, `3d4h`.
  package static func text(_ seconds: Int) -> String {
    if seconds < -1 { return "<invalid>" }
    if seconds < 0 { return "0s" }
    let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400)
    let years = days / 365
    return switch seconds {
    case ..<120: "\(seconds)s"
    case ..<600: pair(minutes, "m", seconds % 60, "s")
    case ..<10_800: "\(minutes)m"
    case ..<28_800: pair(hours, "h", minutes % 60, "m")
    case ..<172_800: "\(hours)h"
    case ..<691_200: pair(days, "d", hours % 24, "h")
    case ..<63_072_000: "\(days)d"
    case ..<252_288_000: pair(years, "y", days % 365, "d")
    default: "\(years)y"
    }
  }

  /// How long ago something was; `<unknown>` when nobody noted it.
  package static func text(since time: Timestamp?, now: Timestamp) -> String {
    guard let time else { return "<unknown>" }
    return text(now - time)
  }

  /// The duration in words, as image tools print it: `About a minute`, `5 months`.
  package static func words(_ seconds: Int) -> String {
    let (minutes, hours) = (seconds / 60, (seconds + 1_800) / 3_600)
    return switch true {
    case seconds < 1: "Less than a second"
    case seconds == 1: "1 second"
    case seconds < 60: "\(seconds) seconds"
    case minutes == 1: "About a minute"
    case minutes < 60: "\(minutes) minutes"
    case hours == 1: "About an hour"
    case hours < 48: "\(hours) hours"
    case hours < 24 * 7 * 2: "\(hours / 24) days"
    case hours < 24 * 30 * 2: "\(hours / 24 / 7) weeks"
    case hours < 24 * 365 * 2: "\(hours / 24 / 30) months"
    default: "\(seconds / 3_600 / 24 / 365) years"
    }
  }

  private static func pair(_ large: Int, _ unit: String, _ small: Int, _ smallUnit: String)
    -> String
  {
    small == 0 ? "\(large)\(unit)" : "\(large)\(unit)\(small)\(smallUnit)"
  }
}
