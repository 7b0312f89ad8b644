using Xunit;
using Xunit.Sdk;
using Xunit.v3;

// Each test runs a whole product, a load and sometimes a browser: two at once would measure the machine.
[assembly: Parallelization(Mode = ParallelMode.None)]

// A process can open one folder of the engine only.
[assembly: AssemblyFixture(typeof(CozeLoop.Testing.Stores.EmbeddedClickHouse))]
