import TLS
import Testing

@Suite struct Digests {
  @Test func sha256_agrees_with_the_standard() {
    #expect(
      hex(SHA256.hash(Array("abc".utf8)))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      hex(SHA256.hash([])) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test func sha1_agrees_with_the_standard() {
    #expect(hex(SHA1.hash(Array("abc".utf8))) == "a9993e364706816aba3e25717850c26c9cd0d89d")
  }

  @Test func hmac_agrees_with_the_standard() {
    let made = HMAC.sha256(key: Array("Jefe".utf8), Array("what do ya want for nothing?".utf8))
    #expect(hex(made) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
  }

  @Test func pbkdf2_agrees_with_the_standard() {
    let made = PBKDF2.sha256(
      password: Array("passwd".utf8), salt: Array("salt".utf8), iterations: 1, count: 64)
    #expect(
      hex(made) == "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
        + "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783")
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("fooba", "Zm9vYmE="),
  ])
  func base64_goes_both_ways(plain: String, encoded: String) {
    #expect(Base64.encode(plain) == encoded)
    #expect(Base64.decode(encoded) == Array(plain.utf8))
  }

  @Test func base64_forgives_line_breaks_and_nothing_else() {
    #expect(Base64.decode("Zm9v\nYmE=\n") == Array("fooba".utf8))
    #expect(Base64.decode("Zm9*") == nil)
    #expect(Base64.decode("Z") == nil)
    #expect(Base64.decode("Zg==Zg==") == nil)
  }

  @Test func comparison_in_constant_time_compares() {
    #expect(equalInConstantTime([1, 2], [1, 2]))
    #expect(!equalInConstantTime([1, 2], [1, 3]))
    #expect(!equalInConstantTime([1, 2], [1]))
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}

@Suite struct RandomValues {
  @Test func identifiers_have_their_version_and_differ() {
    let random = Random.uuid()
    #expect(random.utf8.count == 36)
    #expect(Array(random)[14] == "4")
    #expect(Array(Random.timeUUID())[14] == "1")
    #expect(Set((0..<100).map { _ in Random.uuid() }).count == 100)
    #expect(Set((0..<100).map { _ in Random.timeUUID() }).count == 100)
  }

  @Test func words_have_their_length() {
    #expect(Random.word(24).count == 24)
  }
}
