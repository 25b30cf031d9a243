import HTTP
import Platform
import Shells
import Tracks
import Transcripts

/// What an author asks of the surroundings of a step: whether it is done at all, and what must hold
/// before it is done.
struct StepConditions {
  let session: Session
  /// The host of the step.
  let host: String
  let captures: Captures

  /// Why a step is left out by its author's condition; nothing where it is to be done.
  func reasonToLeaveOut(_ settings: StepSettings) async throws -> String? {
    guard let condition = settings.condition else { return nil }
    let output = try await MachineActions(session).execute(captures.filled(condition), on: host)
    return output.status == 0
      ? nil
      : "it is done only if '\(condition)' succeeds, which ended with exit code \(output.status) "
        + "on \(host)"
  }

  /// Why one of the conditions does not hold now; nothing when all do. What outputs must have is
  /// judged with them.
  func problem(_ conditions: [Awaited], in shell: Shell?) async -> String? {
    for condition in conditions {
      if let problem = await problem(condition, in: shell) { return problem }
    }
    return nil
  }

  private func problem(_ condition: Awaited, in shell: Shell?) async -> String? {
    switch condition {
    case .output: return nil
    case .port(let port, let place): return await problem(ofPort: port, on: place)
    case .file(let path):
      guard let place = await self.place(of: captures.filled(path), shell), Files.exists(place)
      else { return "there is no file \(path) on \(host)" }
      return nil
    case .http(let url):
      do {
        let answer = try await MachineActions(session, timeout: .seconds(5)).exchange(
          "GET", captures.filled(url), from: host)
        return answer.status < 400 ? nil : "\(url) answers \(answer.status)"
      } catch {
        return "\(url) does not answer: \(error)"
      }
    }
  }

  /// A file as a command in the terminal would find it.
  private func place(of path: String, _ shell: Shell?) async -> String? {
    if !path.hasPrefix("/"), !path.hasPrefix("~"), let folder = await shell?.currentDirectory {
      return "\(folder)/\(path)"
    }
    return try? await session.host(host).resolve(path)
  }

  private func problem(ofPort port: Int, on place: String?) async -> String? {
    guard let name = place.map({ session.plan.host(named: $0) }) ?? host else {
      return "\(place ?? host) is no site or host of this lab, and await names its port \(port)"
    }
    var addresses = [await session.loopback(of: name)]
    if let own = await session.address(ofHost: name) { addresses.append(own) }
    for address in addresses where await isListening(port, at: address) { return nil }
    return "nothing listens at port \(port) of \(name)"
  }

  private func isListening(_ port: Int, at address: String) async -> Bool {
    await Task.detached {
      guard let place = try? SocketAddress(address, port: port),
        let connection = try? Socket.connect(to: place, timeout: .seconds(1))
      else { return false }
      connection.close()
      return true
    }.value
  }
}
