using CozeLoop.Bench;

if (args is ["engine", .. var work])
{
    await Engine.RunAsync(work);
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
var figures = new Figures(Console.Out);
Console.WriteLine("name value unit ratio");
if (options.Parts.Contains("ingest")) await Ingest.RunAsync(options, figures);
return 0;
