import Database

/// The columns of the catalogue's tables, as clients of PostgreSQL 13 ask for them.
enum CatalogueTables {
  static let all: [(String, [String])] = [
    ("pg_catalog.trestle_version", ["version"]),
    table("pg_namespace", "oid nspname nspowner nspacl"),
    table(
      "pg_class",
      """
      oid relname relnamespace reltype reloftype relowner relam relfilenode reltablespace relpages \
      reltuples relallvisible reltoastrelid relhasindex relisshared relpersistence relkind relnatts \
      relchecks relhasrules relhastriggers relhassubclass relrowsecurity relforcerowsecurity \
      relispopulated relreplident relispartition relrewrite relfrozenxid relminmxid relacl \
      reloptions relpartbound
      """),
    table(
      "pg_attribute",
      """
      attrelid attname atttypid attstattarget attlen attnum attndims attcacheoff atttypmod attbyval \
      attstorage attalign attnotnull atthasdef atthasmissing attidentity attgenerated attisdropped \
      attislocal attinhcount attcollation attacl attoptions attfdwoptions attcompression
      """),
    table(
      "pg_type",
      """
      oid typname typnamespace typowner typlen typbyval typtype typcategory typispreferred \
      typisdefined typdelim typrelid typelem typarray typinput typoutput typreceive typsend \
      typbasetype typtypmod typnotnull typndims typcollation typdefault typacl
      """),
    table("pg_attrdef", "oid adrelid adnum adbin"),
    table(
      "pg_index",
      """
      indexrelid indrelid indnatts indnkeyatts indisunique indisprimary indisexclusion indimmediate \
      indisclustered indisvalid indcheckxmin indisready indislive indisreplident indkey \
      indcollation indclass indoption indexprs indpred
      """),
    table(
      "pg_constraint",
      """
      oid conname connamespace contype condeferrable condeferred convalidated conrelid contypid \
      conindid conparentid confrelid confupdtype confdeltype confmatchtype conislocal coninhcount \
      connoinherit conkey confkey conbin
      """),
    table(
      "pg_trigger",
      """
      oid tgrelid tgparentid tgname tgfoid tgtype tgenabled tgisinternal tgconstrrelid tgconstrindid \
      tgconstraint tgdeferrable tginitdeferred tgnargs tgattr tgargs tgqual
      """),
    table("pg_am", "oid amname amhandler amtype"),
    table(
      "pg_roles",
      """
      oid rolname rolsuper rolinherit rolcreaterole rolcreatedb rolcanlogin rolreplication \
      rolconnlimit rolpassword rolvaliduntil rolbypassrls rolconfig
      """),
    table("pg_user", "usename usesysid usecreatedb usesuper userepl usebypassrls passwd valuntil"),
    table("pg_auth_members", "roleid member grantor admin_option"),
    table(
      "pg_database",
      """
      oid datname datdba encoding datcollate datctype datistemplate datallowconn datconnlimit \
      datlastsysoid datfrozenxid datminmxid dattablespace datacl
      """),
    table("pg_tablespace", "oid spcname spcowner spcacl spcoptions"),
    table("pg_settings", "name setting unit category short_desc context vartype source"),
    table(
      "pg_tables", "schemaname tablename tableowner tablespace hasindexes hasrules hastriggers"),
    table("pg_indexes", "schemaname tablename indexname tablespace indexdef"),
    table("pg_views", "schemaname viewname viewowner definition"),
    table("pg_collation", "oid collname collnamespace collowner collprovider collencoding"),
    table("pg_inherits", "inhrelid inhparent inhseqno"),
    table("pg_policy", "oid polname polrelid polcmd polpermissive polroles polqual polwithcheck"),
    table(
      "pg_statistic_ext", "oid stxrelid stxname stxnamespace stxowner stxstattarget stxkeys stxkind"
    ),
    table(
      "pg_publication",
      "oid pubname pubowner puballtables pubinsert pubupdate pubdelete pubtruncate pubviaroot"),
    table("pg_publication_rel", "oid prpubid prrelid"),
    table("pg_description", "objoid classoid objsubid description"),
    table("pg_shdescription", "objoid classoid description"),
    table("pg_depend", "classid objid objsubid refclassid refobjid refobjsubid deptype"),
    table("pg_rewrite", "oid rulename ev_class ev_type ev_enabled is_instead"),
    table(
      "pg_proc",
      """
      oid proname pronamespace proowner prolang prokind prosecdef provolatile proparallel pronargs \
      prorettype proargtypes proacl prosrc
      """),
    table("pg_language", "oid lanname lanowner"),
    table("pg_extension", "oid extname extowner extnamespace extversion"),
    table("pg_enum", "oid enumtypid enumsortorder enumlabel"),
    table("pg_range", "rngtypid rngsubtype rngmultitypid rngcollation"),
    table("pg_foreign_table", "ftrelid ftserver ftoptions"),
    table("pg_foreign_server", "oid srvname srvowner srvfdw"),
    table(
      "pg_sequence", "seqrelid seqtypid seqstart seqincrement seqmax seqmin seqcache seqcycle"),
    table("pg_stat_activity", "datid datname pid usename application_name state query"),
    ("information_schema.schemata", ["catalog_name", "schema_name", "schema_owner"]),
    (
      "information_schema.tables",
      ["table_catalog", "table_schema", "table_name", "table_type", "is_insertable_into"]
    ),
    (
      "information_schema.columns",
      [
        "table_catalog", "table_schema", "table_name", "column_name", "ordinal_position",
        "column_default", "is_nullable", "data_type", "character_maximum_length", "udt_name",
      ]
    ),
  ]

  /// What is emptied before the catalogue is filled again.
  static let refilled = [
    "pg_catalog.pg_class", "pg_catalog.pg_attribute", "pg_catalog.pg_attrdef",
    "pg_catalog.pg_index", "pg_catalog.pg_constraint", "pg_catalog.pg_trigger",
    "pg_catalog.pg_tables", "pg_catalog.pg_indexes", "pg_catalog.pg_views",
    "information_schema.tables", "information_schema.columns",
  ]

  private static let truths: Set<String> = [
    "relhasindex", "relhasrules", "relhastriggers", "relrowsecurity", "relforcerowsecurity",
    "relispartition", "attnotnull", "atthasdef", "attisdropped", "indisunique", "indisprimary",
    "indimmediate", "indisclustered", "indisvalid", "indisreplident", "condeferrable",
    "condeferred",
    "convalidated", "tgisinternal", "tgdeferrable", "tginitdeferred", "rolsuper", "rolinherit",
    "rolcreaterole", "rolcreatedb", "rolcanlogin", "rolreplication", "rolbypassrls",
    "datistemplate", "datallowconn", "usecreatedb", "usesuper", "userepl", "usebypassrls",
    "hasindexes", "hasrules", "hastriggers", "puballtables",
  ]
  private static let numbers: Set<String> = [
    "oid", "attrelid", "atttypid", "attnum", "atttypmod", "relnamespace", "relowner", "relam",
    "relchecks", "relnatts", "reltablespace", "indexrelid", "indrelid", "conrelid", "confrelid",
    "rolconnlimit", "encoding", "datdba", "typrelid", "typelem", "tgrelid", "pid", "reloftype",
    "attcollation", "typcollation", "typlen", "typbasetype", "typarray", "typnamespace",
  ]

  private static func table(_ name: String, _ columns: String) -> (String, [String]) {
    (
      "pg_catalog.\(name)",
      columns.split(separator: " ").map { column in
        let column = String(column)
        return truths.contains(column)
          ? "\(column) BOOL" : numbers.contains(column) ? "\(column) INT4" : column
      }
    )
  }
}

/// What stands in the catalogue whatever tables there are.
enum CatalogueContents {
  static let systemNames: [Int: String] = [
    1_247: "pg_type", 1_249: "pg_attribute", 1_255: "pg_proc", 1_259: "pg_class",
    2_615:
      "pg_namespace", 2_620: "pg_trigger", 2_606: "pg_constraint", 2_604: "pg_attrdef",
  ]

  static func fixed(_ database: Database, _ identity: SessionIdentity) throws {
    let owner = PostgreSQLCatalogue.owner
    for (oid, name) in [(11, "pg_catalog"), (13_000, "information_schema"), (2_200, "public")] {
      try insert(database, "pg_namespace", ["oid": .integer(Int64(oid)), "nspname": .text(name)])
      try database.run(
        "INSERT INTO information_schema.schemata VALUES (?, ?, ?)",
        [.text(identity.database), .text(name), .text(identity.user)])
    }
    for (type, _, short, size) in PostgreSQLType.known {
      try insert(
        database, "pg_type",
        [
          "oid": .integer(Int64(type.rawValue)), "typname": .text(short), "typnamespace": 11,
          "typlen": .integer(Int64(size)), "typtype": "b", "typcategory": "U", "typdelim": ",",
          "typrelid": 0, "typelem": .integer(type == .textArray ? 25 : 0), "typbasetype": 0,
          "typarray": .integer(type == .text ? 1_009 : 0), "typcollation": 0, "typnotnull": 0,
          "typtypmod": -1, "typisdefined": 1,
        ])
    }
    try insert(database, "pg_am", ["oid": 2, "amname": "heap", "amtype": "t"])
    try insert(database, "pg_am", ["oid": 403, "amname": "btree", "amtype": "i"])
    try insert(
      database, "pg_roles",
      [
        "oid": .integer(Int64(owner)), "rolname": .text(identity.user), "rolsuper": 0,
        "rolinherit": 1, "rolcreaterole": 0, "rolcreatedb": 0, "rolcanlogin": 1,
        "rolreplication": 0, "rolconnlimit": -1, "rolbypassrls": 0,
      ])
    try insert(
      database, "pg_user",
      ["usename": .text(identity.user), "usesysid": .integer(Int64(owner)), "usesuper": 0])
    try insert(
      database, "pg_database",
      [
        "oid": 16_384, "datname": .text(identity.database), "datdba": .integer(Int64(owner)),
        "encoding": 6, "datcollate": "en_US.utf8", "datctype": "en_US.utf8", "datistemplate": 0,
        "datallowconn": 1, "datconnlimit": -1, "dattablespace": 1_663,
      ])
    try insert(database, "pg_tablespace", ["oid": 1_663, "spcname": "pg_default"])
    try insert(
      database, "pg_stat_activity",
      [
        "datid": 16_384, "datname": .text(identity.database), "usename": .text(identity.user),
        "pid": .integer(Int64(identity.process)), "state": "active",
      ])
    for (name, value) in [
      ("server_version", identity.version), ("server_encoding", "UTF8"), ("TimeZone", "UTC"),
      ("DateStyle", "ISO, MDY"),
    ] {
      try insert(database, "pg_settings", ["name": .text(name), "setting": .text(value)])
    }
  }

  static func insert(
    _ database: Database, _ table: String, _ values: [String: SQLValue],
    schema: String = "pg_catalog"
  ) throws {
    let columns = values.sorted { $0.key < $1.key }
    let names = columns.map(\.key).joined(separator: ", ")
    let marks = columns.map { _ in "?" }.joined(separator: ", ")
    try database.run(
      "INSERT INTO \(schema).\(table) (\(names)) VALUES (\(marks))", columns.map(\.value))
  }
}
