using CozeLoop.Bench;
using CozeLoop.Bench.Outages;

if (args is ["engine", .. var work])
{
    await Engine.RunAsync(work);
    return 0;
}
if (args is ["bare", var model, var question])
{
    await Replay.CallBareAsync(model, question);
    return 0;
}
Options options;
try
{
    options = Options.Parse(args);
}
catch (ArgumentException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 64;
}
await using var servers = new Servers();
var figures = new Figures(Console.Out);
Console.WriteLine("name value unit ratio");
// Before ingest has been seen, half of what a modest machine stores.
double storedRate = 20_000;
foreach (string part in Options.AllParts.Where(options.Parts.Contains))
{
    switch (part)
    {
        case "ingest": storedRate = await Ingest.RunAsync(options, figures) ?? storedRate; break;
        case "visible": await Visible.RunAsync(options, figures, storedRate); break;
        case "storage": await Storage.RunAsync(options, figures); break;
        case "reads": await Reads.RunAsync(options, figures); break;
        case "prompts": await Prompts.RunAsync(options, figures); break;
        case "replay": await Replay.RunAsync(options, figures); break;
        case "start": await StartUp.RunAsync(options, figures); break;
        case "outage": await OutagePart.RunAsync(options, figures, servers); break;
    }
}
return 0;
