using Xunit.Sdk;
using Xunit.v3;

// Each test runs a whole product, a load and sometimes a browser: two at once would measure the machine.
[assembly: Parallelization(Mode = ParallelMode.None)]
