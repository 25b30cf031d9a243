import COpenSSL

/// The two queues through which a session talks to the outside, as the library's own kind of
/// stream: it reads from one and writes to the other, and never sees a socket.
@safe
final class MemoryBIO {
  let incoming = ByteQueue(keeping: 4096)
  let outgoing = ByteQueue(keeping: 4096)
  var incomingEnded = false
  /// The certificate that verifying stumbled over.
  private(set) var refusedCertificate: Certificate?

  /// Makes this the session's stream. The session must not outlive it.
  func attach(to session: OpaquePointer) -> Bool {
    guard let method = unsafe Self.method.pointer, let bio = unsafe BIO_new(method) else {
      return false
    }
    unsafe BIO_set_data(bio, Unmanaged.passUnretained(self).toOpaque())
    unsafe BIO_set_init(bio, 1)
    unsafe SSL_set_bio(session, bio, bio)
    return true
  }

  /// What the library calls for each certificate that it verified; the verdict stands.
  static func observe(_ verdict: Int32, _ store: OpaquePointer?) -> Int32 {
    guard verdict == 0 else { return verdict }
    let index = SSL_get_ex_data_X509_STORE_CTX_idx()
    guard
      let session = unsafe X509_STORE_CTX_get_ex_data(store, index),
      let queues = unsafe MemoryBIO.from(SSL_get_rbio(OpaquePointer(session))),
      let certificate = unsafe X509_STORE_CTX_get_current_cert(store),
      unsafe X509_up_ref(certificate) == 1
    else { return verdict }
    queues.refusedCertificate = unsafe Certificate(takingOwnership: certificate)
    return verdict
  }

  private static let method = Method()

  /// The table of functions, made once and never changed or freed.
  @safe
  private final class Method: @unchecked Sendable {
    // Invariant: written in the initialiser only.
    let pointer: OpaquePointer?

    init() {
      unsafe pointer = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "queues")
      unsafe BIO_meth_set_write_ex(pointer, writeToQueue)
      unsafe BIO_meth_set_read_ex(pointer, readFromQueue)
      unsafe BIO_meth_set_ctrl(pointer, controlQueue)
    }
  }

  fileprivate static func from(_ bio: OpaquePointer?) -> MemoryBIO? {
    guard let data = unsafe BIO_get_data(bio) else { return nil }
    return unsafe Unmanaged<MemoryBIO>.fromOpaque(data).takeUnretainedValue()
  }
}

private func writeToQueue(
  _ bio: OpaquePointer?, _ data: UnsafePointer<CChar>?, _ length: Int,
  _ written: UnsafeMutablePointer<Int>?
) -> Int32 {
  guard let queues = unsafe MemoryBIO.from(bio), let data = unsafe data else { return 0 }
  unsafe queues.outgoing.append(UnsafeRawBufferPointer(start: data, count: length))
  unsafe written?.pointee = length
  return 1
}

private func readFromQueue(
  _ bio: OpaquePointer?, _ target: UnsafeMutablePointer<CChar>?, _ length: Int,
  _ count: UnsafeMutablePointer<Int>?
) -> Int32 {
  unsafe trestle_BIO_clear_retry(bio)
  guard let queues = unsafe MemoryBIO.from(bio), let target = unsafe target else { return 0 }
  let moved = unsafe queues.incoming.move(into: UnsafeMutableRawPointer(target), atMost: length)
  unsafe count?.pointee = moved
  if moved > 0 { return 1 }
  if !queues.incomingEnded { unsafe trestle_BIO_set_retry_read(bio) }
  return 0
}

private func controlQueue(
  _ bio: OpaquePointer?, _ command: Int32, _ number: Int, _ pointer: UnsafeMutableRawPointer?
) -> Int {
  switch command {
  case BIO_CTRL_FLUSH: 1
  case BIO_CTRL_EOF: unsafe MemoryBIO.from(bio)?.incomingEnded == true ? 1 : 0
  case BIO_CTRL_PENDING: unsafe MemoryBIO.from(bio)?.incoming.count ?? 0
  case BIO_CTRL_WPENDING: unsafe MemoryBIO.from(bio)?.outgoing.count ?? 0
  default: 0
  }
}
