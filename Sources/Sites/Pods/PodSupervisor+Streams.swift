/// Programs that clients run in containers, containers that clients join, and connections to ports.
import Documents
import Kubernetes
import Platform

extension PodSupervisor {
  /// Starts a program beside a container's own: with its environment, in its folder.
  func exec(
    _ request: PodAccess.ExecRequest, in pod: Value
  ) async throws(StatusError) -> ContainerProgram {
    let result: Result<ContainerProgram, StatusError> = await onLoop { [self] in
      guard !isStopping, let entry = entries[pod.uid],
        let container = entry.lifecycle.spec(of: request.container),
        let environment = entry.environments[request.container],
        entry.processes[request.container] != nil
      else {
        return .failure(.internalError("container not found (\"\(request.container)\")"))
      }
      do {
        return .success(try startGuest(request, container, environment, entry))
      } catch let error as SystemError {
        let word = request.command.first ?? ""
        let reason =
          error.code == .noEntry
          ? "exec: \"\(word)\": executable file not found in $PATH" : error.description
        return .failure(.internalError("error executing command in container: \(reason)"))
      } catch {
        return .failure(.internalError("\(error)"))
      }
    }
    return try result.get()
  }

  private func startGuest(
    _ request: PodAccess.ExecRequest, _ container: Value, _ environment: [String: String],
    _ entry: Entry
  ) throws -> ContainerProgram {
    let directory = workingDirectory(of: container, entry)
    let paths = ContainerPaths(root: entry.folder.root(of: request.container), directory: directory)
    let command = request.command.map { paths.outside($0, exists: Files.exists) }
    var environment = environment
    if request.streams.terminal { environment["TERM"] = environment["TERM"] ?? "xterm" }
    let program = ProcessLaunch(
      command[0], Array(command.dropFirst()), environment: environment, directory: directory)
    guard command[0].hasPrefix("/") ? Files.isExecutable(command[0]) : true else {
      throw SystemError(.noEntry, attempt: "start \(command[0])")
    }
    _ = try program.resolvedProgram()
    let words = settings.podExec + command
    var launch = program
    launch.program = words[0]
    launch.arguments = Array(words.dropFirst())
    launch.grouping = .session
    return request.streams.terminal
      ? try startOnTerminal(launch, request, entry) : try startOnPipes(launch, request, entry)
  }

  private func startOnPipes(
    _ launch: ProcessLaunch, _ request: PodAccess.ExecRequest, _ entry: Entry
  ) throws -> ContainerProgram {
    var launch = launch
    var theirs: [FileDescriptor] = []
    defer { for end in theirs { end.close() } }
    var input: AsyncDescriptor?
    if request.streams.input {
      let (read, write) = try FileDescriptor.pipe()
      theirs.append(read)
      launch.input = .descriptor(read)
      input = try AsyncDescriptor(write)
    }
    var ours: [(isError: Bool, stream: AsyncDescriptor)] = []
    launch.output = .null
    launch.error = .null
    for (isWanted, isError) in [(request.streams.output, false), (request.streams.error, true)]
    where isWanted {
      let (read, write) = try FileDescriptor.pipe()
      theirs.append(write)
      ours.append((isError, try AsyncDescriptor(read)))
      if isError { launch.error = .descriptor(write) } else { launch.output = .descriptor(write) }
    }
    let process = try launch.start()
    welcome(process, to: request.container, entry)
    return ContainerProgram(
      input: input,
      outputs: ours.map { .init(isError: $0.isError, bytes: $0.stream.pieces) },
      status: { ContainerProgram.status(await process.wait()) },
      leave: { [ours, input] in
        input?.close()
        for output in ours { output.stream.close() }
        process.sendToGroup(.hangUp)
        process.sendToGroup(.kill)
      })
  }

  private func startOnTerminal(
    _ launch: ProcessLaunch, _ request: PodAccess.ExecRequest, _ entry: Entry
  ) throws -> ContainerProgram {
    let terminal = try Pseudoterminal(size: TerminalSize(columns: 80, rows: 24))
    let output = try AsyncDescriptor(try terminal.descriptor.duplicate())
    let input = try AsyncDescriptor(try terminal.descriptor.duplicate())
    let process = try terminal.start(launch)
    welcome(process, to: request.container, entry)
    return ContainerProgram(
      input: request.streams.input ? input : nil, hasTerminal: true,
      outputs: [.init(isError: false, bytes: output.pieces)],
      resize: { try? terminal.resize($0) },
      status: { ContainerProgram.status(await process.wait()) },
      leave: {
        input.close()
        output.close()
        process.sendToGroup(.hangUp)
        process.sendToGroup(.kill)
      })
  }

  /// Remembers a program while it runs, so that it does not outlive its container.
  private func welcome(_ process: ChildProcess, to container: String, _ entry: Entry) {
    entry.guests[container, default: []].append(process)
    let uid = entry.lifecycle.pod.uid
    process.onExit(on: loop) { [weak self] _ in
      self?.entries[uid]?.guests[container]?.removeAll { $0 === process }
    }
  }

  /// Ends what clients run in a container, and what that has started.
  func endGuests(of container: String, _ entry: Entry) {
    guard let guests = entry.guests.removeValue(forKey: container) else { return }
    for guest in guests {
      guest.sendToGroup(.kill)
      guest.send(.kill)
    }
    // A guest that has ended may have left something running in the background.
    _ = ProcessTable.kill(
      environment: "TRESTLE_ROOT=\(entry.folder.root(of: container))")
  }

  /// Joins in with a container's own program: what it prints from now on, and its input where the
  /// container takes any.
  func attach(
    to container: String, of pod: Value, _ streams: ExecStreams
  ) async throws(StatusError) -> ContainerProgram {
    let result: Result<ContainerProgram, StatusError> = await onLoop { [self] in
      guard let entry = entries[pod.uid], let log = entry.logs[container],
        let process = entry.processes[container]
      else { return .failure(.internalError("container not found (\"\(container)\")")) }
      let further = log.follow().further.map { lines in
        LogText.select(lines, tail: nil, since: nil, limit: nil, timestamps: false)
      }
      return .success(
        ContainerProgram(
          input: streams.input ? entry.inputs[container] : nil,
          outputs: streams.output ? [.init(isError: false, bytes: further)] : [],
          status: {
            _ = await process.wait()
            return ContainerProgram.success
          }, leave: {}))
    }
    return try result.get()
  }

  /// Connects to a port of a pod, as if from within it.
  func connect(to port: Int, of pod: Value) async throws(SystemError) -> AsyncDescriptor {
    let address = pod["status", "podIP"]?.string ?? ""
    let real = port < 1024 ? port + settings.lowPorts : port
    return try await AsyncDescriptor.connect(
      to: SocketAddress(address, port: real), from: SocketAddress(address, port: 0))
  }
}

extension StatusError {
  fileprivate static func internalError(_ message: String) -> StatusError {
    StatusError(code: 500, reason: "InternalError", message: message)
  }
}
