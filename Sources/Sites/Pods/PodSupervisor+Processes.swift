/// The processes of containers: started, listened to, asked, ended.
import Documents
import Kubernetes
import Platform

extension PodSupervisor {
  /// Starts a container's process.
  /// - Returns: what the pod's machine is to be told.
  func start(_ name: String, of entry: Entry) -> PodLifecycle.Event {
    let pod = entry.lifecycle.pod
    guard let container = entry.lifecycle.spec(of: name) else {
      return .failedToStart(name, message: "there is no container of that name")
    }
    do {
      let account = store.find(
        .serviceAccounts, namespace: pod.namespace,
        name: pod["spec", "serviceAccountName"]?.string ?? "default")
      try entry.folder.prepare(
        container, account: settings.account(account ?? ["metadata": pod["metadata"] ?? [:]]))
      let environment = try environment(of: container, entry)
      entry.environments[name] = environment
      let process = try launch(container, environment, entry)
      entry.processes[name] = process
      let uid = pod.uid
      process.onExit(on: loop) { [weak self] status in
        guard let self, let entry = self.entries[uid] else { return }
        self.ended(name, process, status, of: entry)
      }
      return .started(name, identifier: identifier(process))
    } catch let error as SystemError {
      return .failedToStart(
        name, message: "failed to start the container's program: \(error.description)")
    } catch {
      return .failedToStart(name, message: "\(error)")
    }
  }

  /// Ends a container's process and what it has started.
  func kill(_ name: String, of entry: Entry) {
    guard let process = entry.processes[name] else { return }
    process.sendToGroup(.kill)
    process.send(.kill)
  }

  /// Asks a container how it is, on a thread of its own because the answer may take a while.
  func probe(_ name: String, _ kind: PodLifecycle.ProbeKind, of entry: Entry) {
    guard let container = entry.lifecycle.spec(of: name), let settings = container[kind.rawValue]
    else { return }
    let uid = entry.lifecycle.pod.uid
    let question = HealthProbe(
      settings, container: container, address: entry.lifecycle.address,
      environment: entry.environments[name] ?? [:],
      directory: entry.folder.root(of: name))
    guard let question else {
      return send(
        .probed(name, kind, succeeded: true, message: "the probe asks for nothing"), to: entry)
    }
    let answer = { @Sendable [weak self] in
      let answer = question.ask()
      guard let self else { return }
      self.loop.post {
        guard !self.isStopping, let entry = self.entries[uid] else { return }
        self.send(
          .probed(name, kind, succeeded: answer.succeeded, message: answer.message), to: entry)
      }
    }
    do {
      try SystemThread.start(name: "probe", answer)
    } catch {
      log.write(.warning, "\(error)")
    }
  }

  private func ended(
    _ name: String, _ process: ChildProcess, _ status: ExitStatus, of entry: Entry
  ) {
    // What the container started must not outlive it.
    _ = Signal.kill.send(toGroup: process.pid)
    guard entry.processes[name] === process else { return }
    entry.processes[name] = nil
    entry.inputs.removeValue(forKey: name)?.close()
    endGuests(of: name, entry)
    guard !isStopping else { return }
    switch status {
    case .exited(let code):
      send(.exited(name, code: Int(code), signal: nil), to: entry)
    case .signalled(let signal):
      send(.exited(name, code: 0, signal: Int(signal.number)), to: entry)
    }
  }

  private func environment(
    of container: Value, _ entry: Entry
  ) throws(SiteError) -> [String: String] {
    let pod = entry.lifecycle.pod
    let namespace = pod.namespace ?? ""
    let name = container["name"]?.string ?? ""
    let configuration = settings.configuration
    var environment = try ContainerEnvironment.make(
      for: container,
      ContainerEnvironment.Sources(
        pod: pod, address: entry.lifecycle.address,
        services: store.list(.services, namespace: namespace).items,
        image: image(of: container), nodeName: settings.facts.nodeName,
        nodeAddress: configuration.nodeAddress, apiPort: configuration.apiPort,
        find: { [store] type, name in store.find(type, namespace: namespace, name: name) }))
    let root = entry.folder.root(of: name)
    environment["TRESTLE_ROOT"] = root
    environment["TRESTLE_SESSION"] = configuration.session
    environment["TRESTLE_SITE"] = settings.directory
    environment["TRESTLE_POD"] = pod.uid
    environment["KUBECONFIG"] = entry.folder.kubeconfig(of: name)
    environment["HOME"] = environment["HOME"] ?? root
    environment["TMPDIR"] = "\(root)/tmp"
    environment.merge(
      NetworkVariables(
        library: settings.networkLibrary, address: entry.lifecycle.address,
        block: configuration.block, lowPorts: settings.lowPorts, kind: .pod,
        hosts: [
          HostsFiles.path(directory: settings.directory, namespace: namespace),
          configuration.dns,
        ]
      ).variables
    ) { $1 }
    return environment
  }

  private func image(of container: Value) -> ImageDescription? {
    settings.facts.images.image(named: container["image"]?.string ?? "")
  }

  /// The words of a container's command: its own, or its image's with its arguments.
  private func command(of container: Value, _ environment: [String: String]) -> [String] {
    func words(_ key: String) -> [String] {
      (container[key]?.array ?? []).map {
        ContainerEnvironment.expand($0.scalarText ?? "", environment)
      }
    }
    let own = words("command")
    let words = (own.isEmpty ? image(of: container)?.command ?? [] : own) + words("args")
    return words.first == "@trestle" ? [settings.executable] + words.dropFirst() : words
  }

  private func launch(
    _ container: Value, _ environment: [String: String], _ entry: Entry
  ) throws -> ChildProcess {
    let name = container["name"]?.string ?? ""
    var words = command(of: container, environment)
    guard !words.isEmpty else {
      throw SiteError(.start, "the image names no program; give one in site.json or lab.yml")
    }
    let directory = workingDirectory(of: container, entry)
    try Files.makeDirectory(directory)
    words = settings.podExec + words
    var launch = ProcessLaunch(
      words[0], Array(words.dropFirst()), environment: environment, directory: directory)
    let (read, write) = try FileDescriptor.pipe()
    var taken: FileDescriptor?
    if container["stdin"]?.bool ?? false {
      let (input, kept) = try FileDescriptor.pipe()
      entry.inputs[name] = try AsyncDescriptor(kept)
      launch.input = .descriptor(input)
      taken = input
    }
    launch.output = .descriptor(write)
    launch.error = .descriptor(write)
    launch.grouping = .session
    let process = try launch.start()
    write.close()
    taken?.close()
    try listen(read, name, entry)
    return process
  }

  /// The folder in which a container's programs start.
  func workingDirectory(of container: Value, _ entry: Entry) -> String {
    let root = entry.folder.root(of: container["name"]?.string ?? "")
    let place = container["workingDir"]?.string.map { $0.drop { $0 == "/" } } ?? ""
    return place.isEmpty ? root : "\(root)/\(place)"
  }

  private func listen(_ pipe: FileDescriptor, _ name: String, _ entry: Entry) throws {
    let run = entry.lifecycle.restarts(of: name)
    entry.logs[name]?.close()
    let log = ContainerLog(path: entry.folder.log(of: name, run: run))
    entry.logs[name] = log
    try? Files.removeFile(entry.folder.log(of: name, run: run - 2))
    try pipe.setNonBlocking()
    try loop.register(pipe, .read) { [weak self] _ in
      do {
        while true {
          guard let bytes = try pipe.read(atMost: 65536) else { return }
          if bytes.isEmpty { break }
          log.take(bytes)
        }
      } catch {
        log.take(Array("\(error)\n".utf8))
      }
      log.close()
      self?.loop.unregister(pipe)
      pipe.close()
    }
  }

  private func identifier(_ process: ChildProcess) -> String {
    var generator = SystemRandomNumberGenerator()
    let digits = (0..<4).map { _ in
      let part = String(UInt64.random(in: 0...UInt64.max, using: &generator), radix: 16)
      return String(repeating: "0", count: 16 - part.utf8.count) + part
    }
    return "cri-o://\(digits.joined())"
  }
}
