import HummingbirdCore
import Logging
import NIOCore

/// A server's connection whose first request may change the protocol; otherwise it goes on with
/// HTTP/1.1.
struct UpgradableChannel: ServerChildChannel {
  typealias Grant = @Sendable (HTTPRequest) async -> HTTPUpgrade?

  /// What has become of a connection.
  enum Outcome: Sendable {
    case plain(HTTP1Channel.Value)
    case upgraded(NIOAsyncChannel<ByteBuffer, ByteBuffer>, HTTPUpgrade)
  }

  /// A connection whose first request has not come yet.
  struct Negotiation: ServerChildChannelValue {
    let channel: any Channel
    let outcome: EventLoopFuture<Outcome>
  }

  let http: HTTP1Channel
  let grant: Grant

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Negotiation> {
    channel.eventLoop.makeCompletedFuture {
      let outcome = channel.eventLoop.makePromise(of: Outcome.self)
      try channel.pipeline.syncOperations.addHandler(
        UpgradeGate(http: http, grant: grant, logger: logger, outcome: outcome))
      return Negotiation(channel: channel, outcome: outcome.futureResult)
    }
  }

  func handle(value: Negotiation, logger: Logger) async {
    let outcome: Outcome
    do {
      outcome = try await withTaskCancellationHandler {
        try await value.outcome.get()
      } onCancel: {
        value.channel.close(promise: nil)
      }
    } catch {
      // The connection ended before its first request was there.
      logger.trace("No request came: \(error)")
      value.channel.close(promise: nil)
      return
    }
    switch outcome {
    case .plain(let channel): await http.handle(value: channel, logger: logger)
    case .upgraded(let channel, let upgrade):
      do {
        try await channel.executeThenClose { inbound, outbound in
          await upgrade.run(
            UpgradedConnection(
              received: inbound.map { Array($0.readableBytesView) },
              send: { try await outbound.write(ByteBuffer(bytes: $0)) }))
        }
      } catch {
        logger.trace("An upgraded connection ended: \(error)")
      }
    }
  }
}

/// Reads the head of a connection's first request. A request that asks for another protocol and is
/// granted it changes the connection; what came of any other goes to HTTP as it is.
private final class UpgradeGate: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private let http: HTTP1Channel
  private let grant: UpgradableChannel.Grant
  private let logger: Logger
  private let outcome: EventLoopPromise<UpgradableChannel.Outcome>
  private var bytes: [UInt8] = []
  private var isDeciding = false
  private var isDecided = false
  private var inputHasEnded = false

  /// How much is kept before a decision.
  private static let limit = 1 << 20

  private struct Ended: Error {}

  init(
    http: HTTP1Channel, grant: @escaping UpgradableChannel.Grant, logger: Logger,
    outcome: EventLoopPromise<UpgradableChannel.Outcome>
  ) {
    self.http = http
    self.grant = grant
    self.logger = logger
    self.outcome = outcome
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isDecided else { return context.fireChannelRead(data) }
    bytes += unwrapInboundIn(data).readableBytesView
    guard !isDeciding else {
      if bytes.count > Self.limit { context.close(promise: nil) }
      return
    }
    guard let end = HTTPRequestHead.end(of: bytes) else {
      // A head that never ends is refused by HTTP, which has a limit for it.
      if bytes.count > HTTPRequestHead.limit { goOn(context) }
      return
    }
    guard let request = HTTPRequestHead.wish(in: bytes[..<end]) else { return goOn(context) }
    isDeciding = true
    let grant = grant
    context.eventLoop.makeFutureWithTask { await grant(request.request) }
      .assumeIsolated().whenComplete { [self] result in
        guard !isDecided else { return }
        if case .success(let upgrade?) = result {
          change(context, to: upgrade, request.name, from: end)
        } else {
          goOn(context)
        }
      }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard !isDecided, let event = event as? ChannelEvent, event == .inputClosed else {
      return context.fireUserInboundEventTriggered(event)
    }
    inputHasEnded = true
    if !isDeciding { context.close(promise: nil) }
  }

  func channelInactive(context: ChannelHandlerContext) {
    end()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) { end() }

  private func end() {
    guard !isDecided else { return }
    isDecided = true
    outcome.fail(Ended())
  }

  /// HTTP it is.
  private func goOn(_ context: ChannelHandlerContext) {
    isDecided = true
    http.setup(channel: context.channel, logger: logger).assumeIsolated().whenComplete {
      [self] result in
      outcome.completeWith(result.map { .plain($0) })
      pass(bytes, context)
    }
  }

  private func change(
    _ context: ChannelHandlerContext, to upgrade: HTTPUpgrade, _ name: String, from end: Int
  ) {
    isDecided = true
    var head = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: \(name)\r\n"
    for field in upgrade.headers.fields { head += "\(field.name): \(field.value)\r\n" }
    context.writeAndFlush(NIOAny(ByteBuffer(string: head + "\r\n")), promise: nil)
    outcome.completeWith(
      Result {
        .upgraded(try NIOAsyncChannel(wrappingChannelSynchronously: context.channel), upgrade)
      })
    pass(Array(bytes[end...]), context)
  }

  /// Hands on what has come already, and steps out of the way.
  private func pass(_ rest: [UInt8], _ context: ChannelHandlerContext) {
    bytes = []
    if !rest.isEmpty {
      context.fireChannelRead(wrapInboundOut(ByteBuffer(bytes: rest)))
      context.fireChannelReadComplete()
    }
    if inputHasEnded { context.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }
    context.pipeline.syncOperations.removeHandler(self, promise: nil)
  }
}
