// Prints how many tests of a jest report passed, failed and were skipped; what failed goes to the end of a file.
const { appendFileSync, readFileSync } = require('fs');

const [, , reportFile, failuresFile] = process.argv;
const report = JSON.parse(readFileSync(reportFile, 'utf8'));
const LINES = 15;

for (const file of report.testResults) {
  const failed = file.assertionResults.filter(({ status }) => status === 'failed');
  for (const { fullName, failureMessages } of failed) {
    appendFileSync(failuresFile, `FAIL ${file.name}: ${fullName}\n${head(failureMessages.join('\n'))}\n`);
  }
  if (file.status === 'failed' && failed.length === 0) {
    appendFileSync(failuresFile, `FAIL ${file.name}\n${head(file.message)}\n`);
  }
}
console.log(report.numPassedTests, report.numFailedTests + report.numRuntimeErrorTestSuites, report.numPendingTests);

function head(text) {
  return text.split('\n').slice(0, LINES).join('\n');
}
