"use strict";
// Where the package of this platform is, with the module and the program in it.

/** The platforms differ in the C library too, on Linux. */
function platform() {
  if (process.platform !== "linux") {
    return `${process.platform}-${process.arch}`;
  }
  process.report.excludeNetwork = true;
  const { glibcVersionRuntime } = process.report.getReport().header;
  return `linux-${process.arch}-${glibcVersionRuntime ? "gnu" : "musl"}`;
}

/** The path of a file in the package of this platform. */
function resolve(file) {
  const name = `@cloudfront-lint/${platform()}`;
  try {
    return require.resolve(`${name}/${file}`);
  } catch (cause) {
    const advice = "install cloudfront-lint again, with optional dependencies";
    const message = `cannot find ${name}: there is no build for this platform, or it was not installed; ${advice}`;
    throw new Error(message, { cause });
  }
}

module.exports = { platform, resolve };
