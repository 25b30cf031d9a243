/// The patient portal's tables and the rows that it starts with.
package enum PatientPortalSchema {
  package static let user = "patient_portal"
  package static let password = "secret"
  package static let database = "patient_portal"

  /// The tables, in the order in which the portal reads them. Each announces its changes.
  package static let tables = [
    "patients", "doctors", "appointment_requests", "appointments", "bills",
  ]

  /// The tables, and their rows when there are none yet. The rows are put in once: a row that was
  /// deleted does not come back when the database starts again.
  package static let sql = """
    CREATE TABLE IF NOT EXISTS patients (
      id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR NOT NULL, zip VARCHAR, phone VARCHAR,
      email VARCHAR);
    CREATE TABLE IF NOT EXISTS doctors (
      id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR NOT NULL, phone VARCHAR, email VARCHAR);
    CREATE TABLE IF NOT EXISTS appointments (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      doctor_id INT4 NOT NULL REFERENCES doctors (id)
        CONSTRAINT pgtype_23 CHECK (typeof(doctor_id) = 'integer'),
      patient_id INT4 NOT NULL REFERENCES patients (id)
        CONSTRAINT pgtype_23 CHECK (typeof(patient_id) = 'integer'),
      date DATE CONSTRAINT pgtype_1082 CHECK (date IS date(date)),
      time TIME CONSTRAINT pgtype_1083 CHECK (substr(time, 1, 8) IS time(time)));
    CREATE TABLE IF NOT EXISTS appointment_requests (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      patient_id INT4 NOT NULL REFERENCES patients (id)
        CONSTRAINT pgtype_23 CHECK (typeof(patient_id) = 'integer'),
      appointment_id INT4 REFERENCES appointments (id)
        CONSTRAINT pgtype_23 CHECK (typeof(appointment_id) IN ('integer', 'null')),
      date DATE NOT NULL CONSTRAINT pgtype_1082 CHECK (date IS date(date)),
      time TIME NOT NULL CONSTRAINT pgtype_1083 CHECK (substr(time, 1, 8) IS time(time)));
    CREATE TABLE IF NOT EXISTS bills (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      patient_id INT4 NOT NULL REFERENCES patients (id)
        CONSTRAINT pgtype_23 CHECK (typeof(patient_id) = 'integer'),
      summary VARCHAR,
      amount INT4 NOT NULL DEFAULT 0 CONSTRAINT pgtype_23 CHECK (typeof(amount) = 'integer'),
      date_paid DATE CONSTRAINT pgtype_1082 CHECK (date_paid IS date(date_paid)));

    INSERT INTO patients (name, zip, phone, email)
    SELECT column1, column2, column3, column4 || '@example.net' FROM (VALUES
      ('Angela Martin', '01821', '206-455-7225', 'monkey'),
      ('Dwight Schrute', '02143', '555-102-3087', 'recyclops'),
      ('Jim Halpert', '98823', '617-234-5678', 'bigtuna'),
      ('Kelly Kapoor', '12345', '555-781-6723', 'businessb'),
      ('Kevin Malone', '12345', '555-123-3345', 'cookiemonster'),
      ('Michael Scott', '12345', '555-987-2345', 'scarn'),
      ('Oscar Martinez', '12345', '555-555-5555', 'actually'),
      ('Pam Beesly', '02474', '509-213-9901', 'pampam'),
      ('Ryan Howard', '88642', '274-754-2798', 'temp'),
      ('Toby Flenderson', '99891', '555-278-0870', 'ss'))
    WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'patients');
    INSERT INTO doctors (name, phone, email)
    SELECT column1, '555-555-' || column2, column3 || '@example.net' FROM (VALUES
      ('Benjamin Pierce', '1001', 'hawkeye'), ('Beverly Crusher', '1002', 'gates'),
      ('Doogie Howser', '1003', 'neil'), ('Leonard McCoy', '1004', 'bones'),
      ('Michaela Quinn', '1005', 'drmike'), ('Miranda Bailey', '1006', 'chief'))
    WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'doctors');
    INSERT INTO bills (patient_id, summary, amount)
    SELECT 1, 'Knee surgery', 50
    WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'bills');
    """
}
