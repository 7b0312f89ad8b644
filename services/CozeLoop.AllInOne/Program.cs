using CozeLoop.AllInOne.Cli;
using CozeLoop.AllInOne.Hosting;

return args is ["serve", ..] ? await AllInOneHost.RunAsync(args[1..]) : await CommandLine.RunAsync(args);
