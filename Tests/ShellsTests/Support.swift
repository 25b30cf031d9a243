import Platform
import Shells
import Testing

/// Calls with a started shell in a folder of its own; both are gone afterwards.
func withShell<Result>(
  prompt: String = "[root@crc /]# ", size: TerminalSize = TerminalSize(columns: 80, rows: 24),
  _ body: (Shell) async throws -> Result
) async throws -> Result {
  let folder = try Files.makeTemporaryDirectory(prefix: "shells-tests")
  defer { try? Files.remove(folder) }
  try Files.makeDirectory("\(folder)/home")
  var settings = ShellSettings(
    directory: "\(folder)/home", stateDirectory: "\(folder)/state", prompt: prompt, size: size,
    plain: true)
  settings.patience = .milliseconds(300)
  let shell = try Shell(settings)
  try await shell.start()
  do {
    let result = try await body(shell)
    await shell.close()
    return result
  } catch {
    await shell.close()
    throw error
  }
}

extension Shell {
  /// The text that a command prints, which must end with code 0 within a minute.
  func text(_ command: String) async -> String {
    let result = await run(command, timeout: .seconds(60))
    #expect(result.outcome == .finished, "\(command)")
    #expect(result.status == 0, "\(command): \(result.text)")
    return result.text
  }
}
