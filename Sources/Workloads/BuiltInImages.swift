import Kubernetes

/// The images that every site can run without asking a registry.
package let builtInImages: [ImageDescription] =
  patientPortalImages + helloWorldImages + skupperImages + orchestratorImages

/// The hello-world example under the names that its builds have had.
private let helloWorldImages: [ImageDescription] = [
  ("ghcr.io/beezy-dev/frontend", "hello-world-frontend"),
  ("ghcr.io/beezy-dev/backend", "hello-world-backend"),
  ("quay.io/skupper/hello-world-frontend", "hello-world-frontend"),
  ("quay.io/skupper/hello-world-backend", "hello-world-backend"),
]
.map { repository, program in
  ImageDescription(
    repository: repository, createdDaysAgo: 210, command: ["@trestle", "workload", program])
}

/// The patient portal in both registries' names; the programs are the same.
private let patientPortalImages: [ImageDescription] = [
  "quay.io/redhatintegration", "quay.io/skupper",
]
.flatMap { registry in
  [
    ImageDescription(
      repository: "\(registry)/patient-portal-frontend", createdDaysAgo: 549,
      command: ["@trestle", "workload", "patient-portal-frontend"]),
    ImageDescription(
      repository: "\(registry)/patient-portal-database", createdDaysAgo: 549, ports: [5432],
      command: ["@trestle", "workload", "patient-portal-database"],
      displayName: "PostgreSQL 13",
      summary: "A relational database for the patient portal, which speaks PostgreSQL's protocol.",
      tags: ["database", "postgresql", "postgresql13", "postgresql-13"]),
    ImageDescription(
      repository: "\(registry)/patient-portal-payment-processor", createdDaysAgo: 549,
      command: ["@trestle", "workload", "patient-portal-payment-processor"]),
  ]
}
