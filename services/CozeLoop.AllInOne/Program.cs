using CozeLoop.AllInOne.Hosting;

return await AllInOneHost.RunAsync(args is ["serve", ..] ? args[1..] : args);
