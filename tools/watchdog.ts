// Loaded into every test process: ends one that does not end by itself, and says what keeps it alive. The test runner's own
// time limit is for tests; a file whose tests are all over but that left a socket open would hang it for ever.
const limit = Number(process.env.SONDE_TEST_TIMEOUT);

setTimeout(() => {
  const resources = [...new Set(process.getActiveResourcesInfo())].join(', ');
  console.error(`${process.argv[1]}: did not end within ${limit} ms; still open: ${resources}`);
  process.exit(1);
}, limit).unref();
