import Documents

/// Which page stands at which path, made from the data alone.
struct PortalPages {
  let data: PortalData
  /// Why there are no data, when there are none.
  var trouble: String?

  /// The page at a path with its query; nil when there is no such page.
  func page(at path: String, _ query: (String) -> String?) -> PortalPage? {
    let id = query("id").flatMap { Int($0) }
    switch path {
    case "/": return home
    case "/patient": return patient(id, tab: query("tab"), trouble: query("trouble"))
    case "/doctor": return doctor(id, tab: query("tab"), trouble: query("trouble"))
    case "/bill/pay": return pay(query("bill").flatMap { Int($0) })
    case "/appointment-request/create": return request(query("patient").flatMap { Int($0) })
    case "/appointment/create":
      return appointment(
        doctor: query("doctor").flatMap { Int($0) }, request: query("request").flatMap { Int($0) })
    default: return nil
    }
  }

  private var home: PortalPage {
    var blocks: [PortalPage.Block] = [.heading("Patient Portal")]
    if let trouble { blocks.append(.trouble(trouble)) }
    blocks.append(
      .lists([
        PortalPage.List(title: "Log in as a patient:", links: links(data.patients, "patient")),
        PortalPage.List(title: "Log in as a doctor:", links: links(data.doctors, "doctor")),
      ]))
    return PortalPage(setting: .sheet, blocks: blocks)
  }

  private func links(_ people: [PortalData.Record], _ role: String) -> [PortalPage.Link] {
    people.map { PortalPage.Link($0.text("name"), to: "/\(role)?id=\($0.id)") }
  }

  private func missing(_ what: String) -> PortalPage {
    PortalPage(
      setting: .sheet,
      blocks: [
        .heading("Patient Portal"), .trouble(trouble ?? "There is no such \(what)."),
        .button(PortalPage.Link("Back", to: "/")),
      ])
  }

  private func tabs(
    _ names: [(String, String)], _ base: String, _ selected: String?
  ) -> [PortalPage.Tab] {
    let current = names.contains { $0.0 == selected } ? selected : names.first?.0
    return names.map { name, title in
      PortalPage.Tab(
        link: PortalPage.Link(title, to: "\(base)&tab=\(name)"), isSelected: name == current)
    }
  }

  private func table(
    _ columns: [String], _ records: [PortalData.Record],
    _ cells: (PortalData.Record) -> [PortalPage.Cell]
  ) -> [PortalPage.Block] {
    records.isEmpty ? [] : [.table(columns: columns, rows: records.map(cells))]
  }
}

extension PortalPages {
  private func patient(_ id: Int?, tab: String?, trouble: String?) -> PortalPage {
    guard let patient = data.patient(id) else { return missing("patient") }
    let base = "/patient?id=\(patient.id)"
    let mine = data.appointments.filter { $0["patient_id"].integer == patient.id }
    var blocks: [PortalPage.Block]
    switch tab {
    case "appointments":
      blocks =
        [.heading("Appointments")]
        + table(["ID", "Doctor", "Date", "Time"], mine) { appointment in
          let doctor = data.doctor(appointment["doctor_id"].integer)?.text("name") ?? "-"
          return [
            .text("\(appointment.id)"), .text(doctor), .text(appointment.text("date")),
            .text(appointment.text("time")),
          ]
        }
    case "bills": blocks = [.heading("Bills")] + bills(of: patient.id)
    case "doctors":
      blocks =
        [.heading("Doctors")]
        + table(["ID", "Name", "Phone", "Email"], data.doctors) { doctor in
          ["id", "name", "phone", "email"].map { .text(doctor.text($0)) }
        }
    default:
      let open = data.openRequests.filter { $0["patient_id"].integer == patient.id }.count
      blocks = [
        .heading("Welcome!"),
        .button(
          PortalPage.Link(
            "Request an appointment", to: "/appointment-request/create?patient=\(patient.id)")),
        .text("You have \(count(open, "open appointment request"))."),
        .text("You have \(count(mine.count, "upcoming appointment"))."),
      ]
    }
    if let trouble { blocks.insert(.trouble(trouble), at: 0) }
    let names = [
      ("overview", "Overview"), ("appointments", "Appointments"), ("bills", "Bills"),
      ("doctors", "Doctors"),
    ]
    return PortalPage(
      setting: .person(role: "Patient", name: patient.text("name")), tabs: tabs(names, base, tab),
      blocks: blocks)
  }

  private func bills(of patient: Int) -> [PortalPage.Block] {
    let bills = data.bills.filter { $0["patient_id"].integer == patient }
    return table(["ID", "Summary", "Amount", "Date paid", ""], bills) { bill in
      [
        .text("\(bill.id)"), .text(bill.text("summary")), .text("$\(bill.text("amount"))"),
        .text(bill.text("date_paid")),
        .button(PortalPage.Link("Pay", to: "/bill/pay?bill=\(bill.id)")),
      ]
    }
  }

  private func doctor(_ id: Int?, tab: String?, trouble: String?) -> PortalPage {
    guard let doctor = data.doctor(id) else { return missing("doctor") }
    let base = "/doctor?id=\(doctor.id)"
    func name(_ record: PortalData.Record) -> String {
      data.patient(record["patient_id"].integer)?.text("name") ?? "-"
    }
    var blocks: [PortalPage.Block]
    switch tab {
    case "appointments":
      let mine = data.appointments.filter { $0["doctor_id"].integer == doctor.id }
      blocks =
        [.heading("Appointments")]
        + table(["ID", "Patient", "Date", "Time"], mine) { appointment in
          [
            .text("\(appointment.id)"), .text(name(appointment)), .text(appointment.text("date")),
            .text(appointment.text("time")),
          ]
        }
    case "bills":
      blocks =
        [.heading("Bills")]
        + table(["ID", "Patient", "Summary", "Amount", "Date paid"], data.bills) { bill in
          [
            .text("\(bill.id)"), .text(name(bill)), .text(bill.text("summary")),
            .text("$\(bill.text("amount"))"), .text(bill.text("date_paid")),
          ]
        }
    case "patients":
      blocks =
        [.heading("Patients")]
        + table(["ID", "Name", "ZIP", "Phone", "Email"], data.patients) { patient in
          ["id", "name", "zip", "phone", "email"].map { .text(patient.text($0)) }
        }
    default:
      blocks =
        [.heading("Appointment requests")]
        + table(["ID", "Patient", "Date", "Time", ""], data.openRequests) { request in
          [
            .text("\(request.id)"), .text(name(request)), .text(request.text("date")),
            .text(request.text("time")),
            .link(
              PortalPage.Link(
                "Create appointment",
                to: "/appointment/create?doctor=\(doctor.id)&request=\(request.id)")),
          ]
        }
    }
    if let trouble { blocks.insert(.trouble(trouble), at: 0) }
    let names = [
      ("appointment-requests", "Appointment requests"), ("appointments", "Appointments"),
      ("bills", "Bills"), ("patients", "Patients"),
    ]
    return PortalPage(
      setting: .person(role: "Doctor", name: doctor.text("name")), tabs: tabs(names, base, tab),
      blocks: blocks)
  }

  private func pay(_ id: Int?) -> PortalPage {
    guard let bill = data.bill(id) else { return missing("bill") }
    let form = PortalPage.Form(
      action: "/bill/pay", interface: "/api/bill/pay",
      fields: [
        PortalPage.Field(name: "bill", label: "", value: "\(bill.id)", kind: .hidden),
        PortalPage.Field(
          name: "amount", label: "Amount", value: "$\(bill.text("amount"))", kind: .fixed,
          help: bill.text("summary")),
        PortalPage.Field(
          name: "card", label: "Credit card number", value: "4005 5192 0000 0004", kind: .text,
          help: "A number for tests. It is not sent to anybody."),
      ], submit: "Submit payment", next: "/patient?id=\(bill.text("patient_id"))&tab=bills")
    return PortalPage(setting: .sheet, blocks: [.heading("Pay a bill"), .form(form)])
  }

  private func request(_ id: Int?) -> PortalPage {
    guard let patient = data.patient(id) else { return missing("patient") }
    let form = PortalPage.Form(
      action: "/appointment-request/create", interface: "/api/appointment-request/create",
      fields: [
        PortalPage.Field(name: "patient", label: "", value: "\(patient.id)", kind: .hidden),
        PortalPage.Field(name: "date", label: "Date", value: "", kind: .date),
        PortalPage.Field(name: "time", label: "Time", value: "", kind: .time),
      ], submit: "Submit request", next: "/patient?id=\(patient.id)")
    return PortalPage(setting: .sheet, blocks: [.heading("Request an appointment"), .form(form)])
  }

  private func appointment(doctor: Int?, request: Int?) -> PortalPage {
    guard let doctor = data.doctor(doctor), let request = data.request(request) else {
      return missing("request")
    }
    let patient = request.text("patient_id")
    let form = PortalPage.Form(
      action: "/appointment/create", interface: "/api/appointment/create",
      fields: [
        PortalPage.Field(name: "doctor", label: "", value: "\(doctor.id)", kind: .hidden),
        PortalPage.Field(name: "request", label: "", value: "\(request.id)", kind: .hidden),
        PortalPage.Field(name: "patient", label: "", value: patient, kind: .hidden),
        PortalPage.Field(
          name: "date", label: "Date", value: request.text("date"), kind: .date),
        PortalPage.Field(
          name: "time", label: "Time", value: String(request.text("time").prefix(5)), kind: .time),
      ], submit: "Create appointment", next: "/doctor?id=\(doctor.id)&tab=appointments")
    return PortalPage(setting: .sheet, blocks: [.heading("Create an appointment"), .form(form)])
  }

  private func count(_ number: Int, _ what: String) -> String {
    number == 0 ? "no \(what)s" : number == 1 ? "1 \(what)" : "\(number) \(what)s"
  }
}
