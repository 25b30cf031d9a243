/// Start-up and authentication.
extension PostgreSQLSession {
  mutating func start(_ message: FrontendMessage) -> [SessionAction] {
    switch message {
    case .sslRequest, .gssRequest: return [.send(.encryptionRefused)]
    case .cancel(let process, let key):
      state = .closed
      return [.cancel(process: process, key: key), .close]
    case .startup(let options):
      guard let user = options["user"], !user.isEmpty else {
        return fail(.fatal("28000", "no PostgreSQL user name specified in startup packet"))
      }
      for (name, value) in options where !["user", "database", "options"].contains(name) {
        if !name.hasPrefix("_") { parameters[name.lowercased()] = value }
      }
      let server = SCRAMServer(verifier: settings.verifier, nonce: settings.nonce)
      state = .authenticating(server, user: user, database: options["database"] ?? user)
      let unknown = options.keys.filter { $0.hasPrefix("_pq_.") }.sorted()
      let negotiation: [SessionAction] =
        options["_minor"] == nil && unknown.isEmpty
        ? [] : [.send(.negotiateProtocolVersion(minor: 0, options: unknown))]
      return negotiation + [.send(.authenticationSASL([SCRAM.mechanism]))]
    default: return fail(.fatal("08P01", "expected a startup message"))
    }
  }

  mutating func authenticate(
    _ message: FrontendMessage, _ server: SCRAMServer, _ user: String, _ database: String
  ) -> [SessionAction] {
    if case .terminate = message { return end() }
    guard case .password(let bytes) = message else {
      return fail(.fatal("08P01", "expected SASL response"))
    }
    var reader = ByteReader(bytes[...])
    do {
      let mechanism = try reader.text()
      guard mechanism == SCRAM.mechanism else {
        return fail(.fatal("28000", "client selected an invalid SASL authentication mechanism"))
      }
      _ = try reader.int32()
      var server = server
      let answer = try server.first(reader.rest())
      state = .proving(server, user: user, database: database)
      return [.send(.authenticationSASLContinue(answer))]
    } catch {
      return fail(error)
    }
  }

  mutating func prove(
    _ message: FrontendMessage, _ server: SCRAMServer, _ user: String, _ database: String
  ) -> [SessionAction] {
    if case .terminate = message { return end() }
    guard case .password(let bytes) = message else {
      return fail(.fatal("08P01", "expected SASL response"))
    }
    do {
      guard let proof = try server.final(bytes), user == settings.user else {
        return fail(.fatal("28P01", "password authentication failed for user \"\(user)\""))
      }
      guard database == settings.database else {
        return [.send(.authenticationSASLFinal(proof)), .send(.authenticationOk)]
          + fail(.fatal("3D000", "database \"\(database)\" does not exist"))
      }
      state = .ready
      let names = [
        ("application_name", "application_name"), ("client_encoding", "client_encoding"),
        ("DateStyle", "datestyle"), ("integer_datetimes", "integer_datetimes"),
        ("IntervalStyle", "intervalstyle"), ("is_superuser", "is_superuser"),
        ("server_encoding", "server_encoding"), ("server_version", "server_version"),
        ("session_authorization", "session_authorization"),
        ("standard_conforming_strings", "standard_conforming_strings"), ("TimeZone", "timezone"),
      ]
      return [.send(.authenticationSASLFinal(proof)), .send(.authenticationOk)]
        + names.map { .send(.parameterStatus(name: $0, value: parameters[$1] ?? "")) }
        + [
          .send(.backendKeyData(process: settings.process, key: settings.key)),
          .send(.readyForQuery(.idle)),
        ]
    } catch {
      return fail(error)
    }
  }

  mutating func end() -> [SessionAction] {
    close()
    return [.close]
  }
}
