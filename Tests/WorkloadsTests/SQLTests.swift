import Testing

@testable import Workloads

@Suite struct TranslationTests {
  @Test(arguments: [
    ("select 'x'::text", "select pg_cast(25, 'x')"),
    ("select a.oid::pg_catalog.regclass", "select pg_regclass(a . oid)"),
    ("select cast(n as int)", "select pg_cast(23, n)"),
    ("select date '2026-01-31'", "select pg_cast(1082, '2026-01-31')"),
    ("select name ilike 'a%'", "select name GLOB 'a%'"),
    (
      "select name operator(pg_catalog.~) '^a' collate pg_catalog.default",
      "select name REGEXP '^a'"
    ),
    ("select name !~ 'b'", "select name NOT REGEXP 'b'"),
    ("select current_date", "select pg_current_date()"),
    ("select now() - interval '1 day'", "select pg_shift(now ( ), '-', '1 day')"),
    (
      "select 1 = any(array[1, 2])",
      "select 1 IN (SELECT value FROM json_each(pg_array(json_array(1 , 2))))"
    ),
    ("select * from t for update", "select * from t"),
    ("select * from t offset 5", "select * from t LIMIT -1 offset 5"),
    ("select * from only t", "select * from t"),
    ("select extract(year from d) from t", "select date_part('year', d) from t"),
    ("truncate table a, b restart identity", "DELETE FROM a; DELETE FROM b"),
    ("insert into t values (default, $1)", "insert into t values ( NULL , ?1 )"),
    ("select E'a\\nb', $$it's$$", "select 'a\nb' , 'it''s'"),
    ("select 'a' || 'b' -- end", "select 'a' || 'b'"),
  ])
  func postgresql_becomes_sqlite(_ from: String, _ to: String) throws {
    #expect(try SQLTranslation(types: [:])(SQLLexer.tokens(from)) == to)
  }

  @Test func a_table_keeps_its_types_and_checks_them() throws {
    let sql = "create table t (id serial primary key, d date not null, b boolean default now())"
    #expect(
      try SQLTranslation(types: [:])(SQLLexer.tokens(sql))
        == "create table t ( id INTEGER PRIMARY KEY AUTOINCREMENT , "
        + "d DATE not null CONSTRAINT pgtype_1082 CHECK (d IS date(d)) , "
        + "b BOOL default ( now ( ) ) CONSTRAINT pgtype_16 CHECK (b IN (0, 1)) )")
  }

  @Test func days_are_added_to_dates_and_numbers_to_numbers() throws {
    let tokens = try SQLLexer.tokens("select day + 1, t.day - 7, day - current_date, n + 1 from t")
    #expect(
      try SQLTranslation(types: [:], dates: ["day"])(tokens)
        == "select pg_shift(day, '+', 1) , pg_shift(t . day, '-', 7) , "
        + "pg_days(day, pg_current_date()) , n + 1 from t")
  }

  @Test func semicolons_in_texts_and_parentheses_divide_nothing() throws {
    #expect(try SQLLexer.statements("select ';'; select $$;$$ ;; ").count == 2)
  }

  @Test func an_open_text_is_a_syntax_error() {
    let error = #expect(throws: PostgreSQLError.self) { try SQLLexer.tokens("select 'abc") }
    #expect(error?.code == "42601")
  }

  @Test func like_knows_percent_underscore_and_backslash() {
    #expect(LikePattern("a%c_").matches("abbbcd"))
    #expect(!LikePattern("a%c_").matches("abbbc"))
    #expect(LikePattern("100\\%").matches("100%"))
    #expect(LikePattern("%").matches(""))
  }
}

@Suite struct TypeTests {
  private let bills = [
    "bills": [
      SQLColumn(name: "id", type: .int4), SQLColumn(name: "date_paid", type: .date),
      SQLColumn(name: "summary", type: .varchar),
    ]
  ]

  @Test(arguments: [
    ("update bills set date_paid = $1 where id = $2", [1: PostgreSQLType.date, 2: .int4]),
    ("insert into bills (summary, date_paid) values ($1, $2)", [1: .varchar, 2: .date]),
    ("insert into bills values ($1, $2, $3)", [1: .int4, 2: .date, 3: .varchar]),
    ("select * from bills where id in ($1, $2) limit $3", [1: .int4, 2: .int4, 3: .int8]),
    (
      "select $1::int4 from bills where date_paid between $2 and $3",
      [1: .int4, 2: .date, 3: .date]
    ),
  ])
  func parameters_take_the_type_of_their_place(
    _ sql: String, _ expected: [Int: PostgreSQLType]
  ) throws {
    let tokens = try SQLLexer.tokens(sql)
    var found: [Int: PostgreSQLType] = [:]
    for (place, type) in SQLTypes(tokens, tables: bills).contexts(tokens) {
      if case .parameter(let number) = tokens[place] { found[number] = type }
    }
    #expect(found == expected)
  }

  @Test(arguments: [
    ("select count(*)", "count", PostgreSQLType.int8), ("select 1", "?column?", .int4),
    ("select 'x'::date", "date", .date), ("select id::text from bills", "id", .text),
    ("select now() as moment", "moment", .timestamptz),
    ("select 1 < 2 or false", "?column?", .bool),
    ("select max(date_paid) from bills", "max", .date),
    ("select case when true then 1 else 2 end", "case", .int4),
    ("select summary total from bills", "total", .varchar),
    ("update bills set id = 1 returning id + 1 as n", "n", .int4),
  ])
  func results_have_postgresql_names_and_types(
    _ sql: String, _ name: String, _ type: PostgreSQLType
  ) throws {
    let tokens = try SQLLexer.tokens(sql)
    #expect(SQLTypes(tokens, tables: bills).outputs(tokens) == [SQLOutput(name: name, type: type)])
  }
}
