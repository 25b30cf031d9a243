import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// An HTTP/1.1 server on one event loop: plain HTTP on loopback or a Unix-domain socket. TLS, where
/// it is wanted, is terminated in front of it.
package enum HTTPServer {
  package typealias Handler = @Sendable (HTTPRequest) async -> HTTPResponse

  /// The largest request body that is read, in bytes; a larger one is answered 413.
  package static let largestBody = 16 * 1024 * 1024

  /// Serves until the task is cancelled.
  /// - Parameters:
  ///   - onReady: called once with the port (0 for a Unix-domain socket) when connections are
  ///     accepted.
  ///   - upgrade: grants a connection's first request the change to another protocol; nothing for a
  ///     request that the handler is to answer.
  /// - Throws: ``HTTPError`` when the endpoint can't be bound.
  package static func run(
    on endpoint: Endpoint, logger: Logger? = nil, handler: @escaping Handler,
    onReady: @escaping @Sendable (Int) async -> Void = { _ in },
    upgrade: (@Sendable (HTTPRequest) async -> HTTPUpgrade?)? = nil
  ) async throws {
    let address: BindAddress =
      switch endpoint {
      case .tcp(let host, let port): .hostname(host, port: port)
      case .unix(let path): .unixDomainSocket(path: path)
      }
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    do {
      try await serve(
        at: address, group: group,
        logger: logger ?? Logger(label: "http") { _ in SwiftLogNoOpLogHandler() },
        handler: handler, upgrade: upgrade, onReady: onReady)
    } catch let error as IOError {
      try? await group.shutdownGracefully()
      throw HTTPError.cannotListen(endpoint, reason: error.localizedReason)
    } catch {
      try? await group.shutdownGracefully()
      throw error
    }
    try? await group.shutdownGracefully()
  }

  /// Serves on a group of loops. The server is gone when this returns: what it still does as it
  /// goes needs its loop, which the caller ends.
  private static func serve(
    at address: BindAddress, group: MultiThreadedEventLoopGroup, logger: Logger,
    handler: @escaping Handler, upgrade: (@Sendable (HTTPRequest) async -> HTTPUpgrade?)?,
    onReady: @escaping @Sendable (Int) async -> Void
  ) async throws {
    let responder: HTTPChannelHandler.Responder = { request, writer, channel in
      let remote = channel.remoteAddress.flatMap { address in
        address.ipAddress.map { "\($0):\(address.port ?? 0)" }
      }
      try await respond(to: request, from: remote, with: writer, handler)
    }
    let configuration = ServerConfiguration(address: address)
    let onServerRunning: @Sendable (any Channel) async -> Void = { channel in
      await onReady(channel.localAddress?.port ?? 0)
    }
    if let upgrade {
      try await Server(
        childChannelSetup: UpgradableChannel(
          http: HTTP1Channel(responder: responder), grant: upgrade),
        configuration: configuration, onServerRunning: onServerRunning, eventLoopGroup: group,
        logger: logger
      ).run()
    } else {
      try await Server(
        childChannelSetup: HTTP1Channel(responder: responder), configuration: configuration,
        onServerRunning: onServerRunning, eventLoopGroup: group, logger: logger
      ).run()
    }
  }

  private static func respond(
    to request: Request, from remote: String?, with writer: consuming ResponseWriter,
    _ handler: Handler
  ) async throws {
    var headers = HTTPHeaders()
    for field in request.headers { headers.add(field.name.rawName, field.value) }
    if let host = request.head.authority, headers["Host"] == nil { headers.add("Host", host) }
    let hasBody = headers["Content-Length"] ?? "0" != "0" || headers["Transfer-Encoding"] != nil
    guard let body = hasBody ? try await collect(request.body) : [] else {
      try await writer.writeResponse(
        .init(status: .contentTooLarge, headerFields: [.contentLength: "0", .connection: "close"]))
      return
    }
    var asked = HTTPRequest(
      request.head.method.rawValue, target: request.head.path ?? "/", headers: headers, body: body)
    asked.remoteAddress = remote
    let response = await handler(asked)
    var head = HTTPTypes.HTTPResponse(
      status: .init(code: response.status, reasonPhrase: HTTPStatus.reason(response.status)))
    for field in response.headers.fields {
      guard let name = HTTPField.Name(field.name) else { continue }
      head.headerFields.append(HTTPField(name: name, value: field.value))
    }
    switch response.body {
    case .bytes(let bytes):
      if head.headerFields[.contentLength] == nil {
        head.headerFields[.contentLength] = String(bytes.count)
      }
      let body = request.head.method == .head ? [] : bytes
      try await writer.write(
        response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    case .stream(let produce):
      try await stream(head, produce, for: hasBody ? nil : request, with: writer)
    }
  }

  /// Sends a body piece by piece; a client that goes away ends the producer by cancelling it.
  /// - Parameter request: the request whose connection is followed meanwhile; nothing when its body
  ///   was read before, because then its end cannot be seen again, and a client that went away is
  ///   noticed by the next piece.
  private static func stream(
    _ head: HTTPTypes.HTTPResponse,
    _ produce: @escaping @Sendable (HTTPBodyWriter) async throws -> Void, for request: Request?,
    with writer: consuming ResponseWriter
  ) async throws {
    var bodyWriter = try await writer.writeHead(head)
    let (pieces, continuation) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
    let producer = Task {
      do {
        try await produce(HTTPBodyWriter { continuation.yield($0) })
        continuation.finish()
      } catch {
        continuation.finish()
      }
    }
    defer { producer.cancel() }
    guard let request else {
      for try await piece in pieces { try await bodyWriter.write(ByteBuffer(bytes: piece)) }
      try await bodyWriter.finish(nil)
      return
    }
    try await request.body.consumeWithInboundCloseHandler { _ in
      for try await piece in pieces {
        try await bodyWriter.write(ByteBuffer(bytes: piece))
      }
    } onInboundClosed: {
      producer.cancel()
    }
    try await bodyWriter.finish(nil)
  }

  /// The whole body, or nothing when it is larger than allowed.
  private static func collect(_ body: RequestBody) async throws -> [UInt8]? {
    var bytes: [UInt8] = []
    for try await piece in body {
      bytes += piece.readableBytesView
      if bytes.count > largestBody { return nil }
    }
    return bytes
  }
}

extension IOError {
  var localizedReason: String { description }
}
