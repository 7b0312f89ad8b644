using CozeLoop.AllInOne.Cli;
using CozeLoop.AllInOne.Hosting;
using CozeLoop.Platform.Hosting;

if (Healthcheck.IsAsked(args))
    return await Healthcheck.RunAsync();

// Everything but the server itself is the command line's: also what `serve` is, to one who asks.
bool asksForHelp = args.Any(a => a is "--help" or "-h" or "-?");
return args is ["serve", ..] && !asksForHelp ? await AllInOneHost.RunAsync(args[1..]) : await CommandLine.RunAsync(args);
