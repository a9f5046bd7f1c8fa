"""The team finder: who fits whom (`fit`), the same in SQL (`scoring`), what is found (`teams`, `people`)."""
