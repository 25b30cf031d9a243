import Documents
import HTTP
import Platform
import Tracks

/// How a host's own programs ask the session to start and stop a site: HTTP on a socket that only
/// the user can open.
///
///     GET    /sites/NAME          how it stands
///     POST   /sites/NAME/start    starts it, and answers when it serves
///     POST   /sites/NAME/stop
///     DELETE /sites/NAME          stops it and forgets what it stored
final class SessionControl: Sendable {
  /// The path of the socket.
  let path: String
  private let folder: SessionFolder
  private let server: Task<Void, any Error>

  private init(path: String, folder: SessionFolder, server: Task<Void, any Error>) {
    self.path = path
    self.folder = folder
    self.server = server
  }

  /// Listens for a session. When this returns, programs can ask.
  static func start(_ session: Session, in folder: SessionFolder) async throws -> SessionControl {
    let path = "\(try folder.makeSockets())/control.sock"
    let (ready, continuation) = AsyncStream.makeStream(of: Void.self)
    let server = Task {
      defer { continuation.finish() }
      try await HTTPServer.run(
        on: .unix(path: path),
        handler: { [weak session] request in
          guard let session else { return HTTPResponse(status: 503, "The session has ended.") }
          return await answer(request, session)
        },
        onReady: { _ in
          try? Files.setPermissions(path, 0o600)
          continuation.yield()
        })
    }
    for await _ in ready {
      return SessionControl(path: path, folder: folder, server: server)
    }
    try await server.value
    throw LabError(.environment, "The session's control socket \(path) could not be opened.")
  }

  func stop() async {
    server.cancel()
    _ = try? await server.value
    folder.removeSockets()
  }

  private static func answer(_ request: HTTPRequest, _ session: Session) async -> HTTPResponse {
    let words = request.path.split(separator: "/").map(String.init)
    guard words.count >= 2, words[0] == "sites",
      session.plan.sites.contains(where: { $0.name == words[1] && $0.traits.start == .crc })
    else { return HTTPResponse(status: 404, "No site that can be started and stopped.") }
    do {
      switch (request.method, words.dropFirst(2).first) {
      case ("GET", nil): break
      case ("POST", "start"): try await session.start(site: words[1])
      case ("POST", "stop"): await session.stop(site: words[1])
      case ("DELETE", nil): try await session.delete(site: words[1])
      default: return HTTPResponse(status: 405, "Start, stop or delete a site.")
      }
      return HTTPResponse(
        try await session.document(of: words[1]).json(), type: "application/json")
    } catch {
      return HTTPResponse(status: 500, "\(error)")
    }
  }
}
