import Logging
import Platform
import Routing
import TLS

extension RouterEngine {
  /// Becomes what the configuration says. What is the same as before goes on undisturbed.
  func configure(_ new: RouterConfiguration, isFirst: Bool) {
    guard new.router == configuration.router else {
      logger.error("The router's id cannot change from \(configuration.router) to \(new.router)")
      return
    }
    let old = configuration
    configuration = new
    if isFirst || new.listeners != old.listeners { configureLinkDoors() }
    if isFirst || new.connectors != old.connectors || new.mode != old.mode { configureDiallers() }
    if isFirst || new.serviceListeners != old.serviceListeners { configureServiceDoors() }
    if new.profiles != old.profiles { for dialler in diallers.values { dialler.hurry() } }
    var consumers: [String: Int] = [:]
    for connector in new.serviceConnectors { consumers[connector.address, default: 0] += 1 }
    flood(
      database.setLocal(
        mode: new.mode, site: new.site, consumers: consumers,
        now: MonotonicTime.now().nanoseconds))
    changed()
  }

  /// The certificates may be others now: links that failed are dialled again at once.
  package func certificatesChanged() {
    loop.post { [self] in for dialler in diallers.values { dialler.hurry() } }
  }

  private func configureLinkDoors() {
    let wanted = configuration.listeners.filter { $0.role != .normal && $0.profile != nil }
    for (name, door) in linkDoors where !wanted.contains(door.configuration) {
      door.close()
      linkDoors[name] = nil
    }
    for listener in wanted where linkDoors[listener.name] == nil {
      let door = LinkDoor(listener, turns: turns) { [unowned self] in accept($1, at: $0) }
      do {
        try door.open(on: listenHost(listener.host))
        linkDoors[listener.name] = door
        logger.info("Listening for \(listener.role.rawValue) links on port \(listener.port)")
      } catch { logger.error("No listener '\(listener.name)': \(error)") }
    }
  }

  private func accept(_ accepted: AcceptedConnection, at door: LinkDoor) {
    do {
      let profile = try profile(door.configuration.profile)
      let context = try TLSContext.server(
        chain: profile.certificate, key: profile.key, clientCA: profile.authority,
        requireClientCertificate: true)
      accepted.descriptor.setNoDelay()
      _ = makeLink(
        name: door.configuration.name, role: door.configuration.role, isDialler: false,
        socket: accepted.descriptor, remote: accepted.remote, session: try context.makeSession(),
        cost: 1)
    } catch {
      accepted.descriptor.close()
      logger.error("A link from \(accepted.remote) was turned away: \(error)")
    }
  }

  private func configureDiallers() {
    for (name, dialler) in diallers where !configuration.connectors.contains(dialler.configuration)
    {
      diallers[name] = nil
      dialler.deactivate("the link was deleted")
    }
    let wanted = configuration.connectors.filter { $0.role != .normal }
    for connector in wanted where diallers[connector.name] == nil {
      diallers[connector.name] = Dialler(
        connector, turns: turns,
        connect: { [unowned self] in try dial($0.configuration, $1) },
        onChange: { [unowned self] in announceChange() })
    }
    if configuration.mode == .edge {
      uplinks.set(wanted.map(\.name))
      chooseUplink()
    } else {
      for dialler in diallers.values { dialler.activate() }
    }
  }

  func uplinkFailed(_ name: String) {
    guard configuration.mode == .edge else { return }
    uplinks.failed(name)
    chooseUplink()
  }

  private func chooseUplink() {
    for (name, dialler) in diallers where name != uplinks.active {
      dialler.deactivate("in reserve while '\(uplinks.active ?? "")' is in use")
    }
    if let active = uplinks.active { diallers[active]?.activate() }
  }

  private func dial(
    _ connector: RouterConfiguration.Connector, _ address: SocketAddress
  ) throws -> Link {
    let profile = try profile(connector.profile)
    let context = try TLSContext.client(
      trust: profile.authority, chain: profile.certificate, key: profile.key)
    let session = try context.makeSession(
      serverName: connector.verifiesHostName ? connector.host : nil)
    let socket = try Socket.startConnecting(to: address)
    return makeLink(
      name: connector.name, role: connector.role, isDialler: true, socket: socket,
      remote: address, session: session, cost: connector.cost)
  }

  private func configureServiceDoors() {
    for (name, door) in serviceDoors
    where !configuration.serviceListeners.contains(door.configuration) {
      door.close()
      serviceDoors[name] = nil
    }
    for listener in configuration.serviceListeners where serviceDoors[listener.name] == nil {
      serviceDoors[listener.name] = ServiceDoor(listener, turns: turns) { [unowned self] in
        accept($0, for: listener.address)
      }
    }
  }

  private struct Identity {
    var certificate: String
    var key: String
    var authority: String
  }

  private func profile(_ name: String?) throws -> Identity {
    guard let name, let files = configuration.profiles[name] else {
      throw ConfigurationError("the TLS profile '\(name ?? "")' is not there")
    }
    return Identity(
      certificate: try Files.readText(root + files.certificateFile),
      key: try Files.readText(root + files.keyFile),
      authority: try Files.readText(root + files.authorityFile))
  }
}
