/// What clients of the API can have of a pod: its logs and its ports.
import Documents
import HTTP
import Kubernetes
import Platform
import Synchronization

extension PodSupervisor {
  /// The supervisor's part of the API.
  var access: PodAccess {
    var access = PodAccess(
      readLog: { [self] pod, request async throws(StatusError) in
        try await readLog(of: pod, request)
      },
      proxy: { pod, port, request async throws(StatusError) in
        try await Self.forward(request, to: pod, port)
      })
    access.exec = { [self] pod, request async throws(StatusError) in
      try await exec(request, in: pod)
    }
    access.attach = { [self] pod, container, streams async throws(StatusError) in
      try await attach(to: container, of: pod, streams)
    }
    access.connect = { [self] pod, port async throws(SystemError) in
      try await connect(to: port, of: pod)
    }
    return access
  }

  private func readLog(
    of pod: Value, _ request: PodAccess.LogRequest
  ) async throws(StatusError) -> HTTPResponse.Body {
    let (soFar, further) = await onLoop { [self] in
      logPart(of: pod, request)
    }
    let since = request.since?.text
    let first = LogText.select(
      soFar, tail: request.tailLines, since: since, limit: request.limitBytes,
      timestamps: request.timestamps)
    guard let further, request.follow else { return .bytes(first) }
    return .stream { writer in
      if !first.isEmpty { try await writer.write(first) }
      for await lines in further {
        try await writer.write(
          LogText.select(
            lines, tail: nil, since: nil, limit: nil, timestamps: request.timestamps))
      }
    }
  }

  private func logPart(
    of pod: Value, _ request: PodAccess.LogRequest
  ) -> ([UInt8], AsyncStream<[UInt8]>?) {
    let folder = PodFolder(directory: settings.directory, pod: pod)
    let entry = entries[pod.uid]
    let statuses =
      (pod["status", "containerStatuses"]?.array ?? [])
      + (pod["status", "initContainerStatuses"]?.array ?? [])
    let status = statuses.first { $0["name"]?.string == request.container }
    let run =
      entry?.lifecycle.restarts(of: request.container)
      ?? status?["restartCount"]?.integer ?? 0
    if !request.previous, let log = entry?.logs[request.container] {
      guard request.follow else { return ((try? Files.read(log.path)) ?? [], nil) }
      let (soFar, further) = log.follow()
      return (soFar, further)
    }
    let path = folder.log(of: request.container, run: request.previous ? run - 1 : run)
    return ((try? Files.read(path)) ?? [], nil)
  }

  func onLoop<Result: Sendable>(
    _ body: @escaping @Sendable () -> Result
  ) async -> Result {
    await withCheckedContinuation { continuation in
      loop.post { continuation.resume(returning: body()) }
    }
  }

  /// Sends a request to a port of a pod. The client blocks, so it has a thread of its own.
  private static func forward(
    _ request: HTTPRequest, to pod: Value, _ port: Int
  ) async throws(StatusError) -> HTTPResponse {
    let address = pod["status", "podIP"]?.string ?? ""
    let result: Result<HTTPResponse, StatusError> = await withCheckedContinuation { continuation in
      let work = { @Sendable in
        let client = HTTPClient(.tcp(host: address, port: port))
        do throws(HTTPError) {
          let answer = try client.send(request)
          var headers = HTTPHeaders()
          for field in answer.headers.fields
          where !["transfer-encoding", "connection", "content-length", "keep-alive"]
            .contains(field.name.lowercased())
          {
            headers.add(field.name, field.value)
          }
          continuation.resume(
            returning: .success(
              HTTPResponse(status: answer.status, headers: headers, body: .bytes(answer.body))))
        } catch {
          continuation.resume(
            returning: .failure(
              StatusError(
                code: 503, reason: "ServiceUnavailable",
                message: "error trying to reach service: \(error.description)")))
        }
      }
      do {
        try SystemThread.start(name: "pod-proxy", work)
      } catch {
        continuation.resume(
          returning: .failure(
            StatusError(
              code: 500, reason: "InternalError", message: "no thread could be started")))
      }
    }
    return try result.get()
  }
}
