import Logging
import Platform
import Routing
import TLS

extension RouterEngine {
  /// A client connected to the listener of an address.
  func accept(_ accepted: AcceptedConnection, for address: String) {
    let consumer = balancer.begin(
      address, local: localConsumers(of: address), remote: database.consumers(of: address))
    let source = accepted.remote.description
    switch consumer {
    case nil:
      accepted.descriptor.resetOnClose()
      accepted.descriptor.close()
    case .local(let name):
      let client = SocketEnd(accepted: accepted.descriptor, turns: turns)
      let target = SocketEnd(turns: turns)
      begin(
        from: client, to: target, address, "local", source, at: configuration.router
      ) { [unowned self] in
        balancer.finish(address, .local(name))
      }
      connect(target, of: address, to: name, tried: [name])
      client.start()
    case .router(let router):
      guard let path = database.paths[router], let link = links[path.link] else {
        balancer.finish(address, .router(router))
        accepted.descriptor.close()
        return
      }
      let client = SocketEnd(accepted: accepted.descriptor, turns: turns)
      let stream = link.openStream(
        StreamRequest(router: router, address: address, source: source))
      begin(from: client, to: stream, address, "in", source, at: router) { [unowned self] in
        balancer.finish(address, .router(router))
      }
      client.start()
    }
  }

  /// Another router opened a stream.
  func opened(_ stream: LinkEnd, _ request: StreamRequest) {
    if request.router != configuration.router { return carry(stream, request) }
    let address = request.address
    guard case .local(let name) = balancer.begin(address, local: localConsumers(of: address))
    else {
      return refuse(stream, "nothing here serves the address '\(address)'")
    }
    let target = SocketEnd(turns: turns)
    begin(from: stream, to: target, address, "out", request.source) { [unowned self] in
      balancer.finish(address, .local(name))
    }
    connect(target, of: address, to: name, tried: [name])
  }

  /// A stream on its way from one link to another.
  private func carry(_ stream: LinkEnd, _ request: StreamRequest) {
    var onward = request
    onward.hops += 1
    if configuration.mode == .edge {
      return refuse(stream, "the edge router \(configuration.router) carries nothing for others")
    }
    guard
      onward.hops < StreamRequest.mostHops, let path = database.paths[request.router],
      let link = links[path.link], link !== stream.link
    else {
      return refuse(stream, "there is no way to the router \(request.router)")
    }
    begin(
      from: stream, to: link.openStream(onward), request.address, "through", request.source
    ) {}
  }

  private func refuse(_ stream: LinkEnd, _ reason: String) {
    stream.abort(reason)
    stream.dispose()
  }

  private func begin(
    from first: any StreamEnd, to second: any StreamEnd, _ address: String, _ direction: String,
    _ source: String, at router: String? = nil, finished: @escaping () -> Void
  ) {
    let flow = Flow(
      from: first, to: second,
      facts: Flow.Facts(
        address: address, direction: direction, source: source, router: router, opened: .now()),
      onClose: { [unowned self] flow in
        finished()
        counters.finished(flow.facts)
        totals.finish(flow.facts)
        flows[ObjectIdentifier(flow)] = nil
        announceActivity()
      })
    flows[ObjectIdentifier(flow)] = flow
    counters.connections += 1
    totals.begin(flow.facts)
    announceActivity()
  }

  /// Dials a connector's target; when it refuses, the address's other connectors are tried.
  private func connect(
    _ end: SocketEnd, of address: String, to name: String, tried: Set<String>
  ) {
    guard let connector = configuration.serviceConnectors.first(where: { $0.name == name }) else {
      end.flow?.fail("the target '\(name)' is gone", at: end)
      return
    }
    let next = { [weak self, weak end] (reason: String) in
      guard let self, let end else { return }
      logger.notice(
        "Target \(connector.host):\(connector.port) of '\(address)' failed: \(reason)")
      let others = localConsumers(of: address).filter { !tried.contains($0) }
      guard let other = others.first else {
        end.flow?.fail("the target of '\(address)' cannot be reached: \(reason)", at: end)
        return
      }
      connect(end, of: address, to: other, tried: tried.union([other]))
    }
    Resolver.resolve(connector.host, port: connector.port, on: loop) { [weak end] result in
      guard let end, end.flow != nil else { return }
      do {
        end.use(
          dialled: try Socket.startConnecting(to: try result.get()), refused: next)
      } catch { next("\(error)") }
    }
  }
}
