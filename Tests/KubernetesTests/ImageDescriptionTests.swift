import Documents
import Kubernetes
import Testing

@Suite struct ImageDescriptionTests {
  @Test func reads_what_it_wrote() {
    let image = ImageDescription(
      repository: "quay.io/lab/database", identifier: "1a2b3c4", createdDaysAgo: 30,
      ports: [5432], command: ["@trestle", "database"], environment: ["USER": "lab"],
      displayName: "Database 13", summary: "Keeps rows.", tags: ["database"])
    #expect(ImageDescription(image.value) == image)
  }

  @Test func makes_a_stable_identifier_and_a_digest_that_begins_with_it() {
    let first = ImageDescription(repository: "quay.io/lab/web", command: ["web"])
    let second = ImageDescription(repository: "quay.io/lab/web", command: ["web"])
    #expect(first.identifier == second.identifier)
    #expect(first.identifier.utf8.count == 7)
    #expect(first.digest.utf8.count == 64)
    #expect(first.digest.hasPrefix(first.identifier))
  }

  @Test(arguments: [
    ("quay.io/lab/web", "quay.io/lab/web", nil, nil),
    ("quay.io/lab/web:v1", "quay.io/lab/web", "v1", nil),
    ("localhost:5000/web", "localhost:5000/web", nil, nil),
    ("localhost:5000/web:v2@sha256:ab", "localhost:5000/web", "v2", "sha256:ab"),
  ])
  func takes_names_apart(text: String, repository: String, tag: String?, digest: String?) {
    let name = ImageName(text)
    #expect(name.repository == repository)
    #expect(name.tag == tag)
    #expect(name.digest == digest)
  }

  @Test func finds_an_image_whatever_its_tag_and_with_the_public_hub_left_out() {
    let images = [
      ImageDescription(repository: "quay.io/lab/web", command: ["one"]),
      ImageDescription(repository: "nginx", command: ["two"]),
    ]
    #expect(images.image(named: "quay.io/lab/web:v9")?.command == ["one"])
    #expect(images.image(named: "quay.io/lab/web@sha256:00")?.command == ["one"])
    #expect(images.image(named: "docker.io/library/nginx:latest")?.command == ["two"])
    #expect(images.image(named: "quay.io/lab/other") == nil)
  }
}
