using CozeLoop.Platform.Blobs;
using CozeLoop.Platform.Blobs.S3;
using CozeLoop.Platform.Broadcasting;
using CozeLoop.Platform.Caching;
using CozeLoop.Platform.ClickHouse;
using CozeLoop.Platform.ClickHouse.Server;
using CozeLoop.Platform.Disk;
using CozeLoop.Platform.Events;
using CozeLoop.Platform.Limits;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Redis;
using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Relational.MySql;
using CozeLoop.Platform.RocketMq;
using CozeLoop.Platform.Sections;
using CozeLoop.Platform.Starting;
using CozeLoop.Platform.Workers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Hosting;

public static class StoreRegistration
{
    /// <summary>The stores every host carries: data folder, broker, blobs, the trace store (opened only when someone asks for it) and what
    /// databases need.</summary>
    public static IServiceCollection AddStores(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new DataFolder(configuration[DataFolder.Setting] is { Length: > 0 } folder ? folder : "./data"));
        services.AddSettings<BrokerOptions>(configuration, "Broker");
        services.AddHostedService<DataDiskWatch>();
        services.TryAddSingleton<WorkerStates>();
        services.TryAddSingleton<StoreStates>();
        services.AddBroker(configuration);
        services.AddBlobs(configuration);
        services.AddBetweenReplicas(configuration);
        services.AddClickHouse(configuration);
        services.TryAddSingleton(provider => new RelationalStores(
            provider.GetRequiredService<DataFolder>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>(),
            configuration.GetConnectionString(RelationalStores.Setting)
        ));
        services.AddDomainEvents();
        services.TryAddSingleton<DatabaseContext>();
        if (configuration.GetConnectionString(RelationalStores.Setting) is { Length: > 0 })
            services.AddHostedService<MySqlWatch>();
        return services;
    }

    private static void AddBlobs(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration.GetConnectionString("Blobs") is not { Length: > 0 } s3)
        {
            services.TryAddSingleton<FolderBlobStore>();
            services.TryAddSingleton<IBlobStore>(provider => provider.GetRequiredService<FolderBlobStore>());
            services.AddHostedService<FolderExpiry>();
            return;
        }
        services.TryAddSingleton(S3Options.Parse(s3));
        services.TryAddSingleton<S3Calls>();
        services.TryAddSingleton<BlobBucket>();
        services.TryAddSingleton<IBlobStore, S3BlobStore>();
        services.AddHostedService<S3Watch>();
    }

    private static void AddBetweenReplicas(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<LocalBroadcast>();
        services.TryAddSingleton<LocalRateLimits>();
        if (configuration.GetConnectionString("Redis") is not { Length: > 0 } redis)
        {
            services.TryAddSingleton<IBroadcast>(provider => provider.GetRequiredService<LocalBroadcast>());
            services.TryAddSingleton<IRateLimits>(provider => provider.GetRequiredService<LocalRateLimits>());
            services.TryAddSingleton<ISharedCache>(provider => new LocalCache(provider.GetRequiredService<TimeProvider>()));
            return;
        }
        services.TryAddSingleton(RedisOptions.Parse(redis));
        services.TryAddSingleton<RedisLink>();
        services.TryAddSingleton<RedisBroadcast>();
        services.TryAddSingleton<IBroadcast>(provider => provider.GetRequiredService<RedisBroadcast>());
        services.TryAddSingleton<IRateLimits, RedisRateLimits>();
        services.TryAddSingleton<ISharedCache, RedisCache>();
        services.AddHostedService(provider => provider.GetRequiredService<RedisLink>());
        services.AddHostedService(provider => provider.GetRequiredService<RedisBroadcast>());
    }

    private static void AddClickHouse(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<ClickHouseStore>();
        if (configuration.GetConnectionString(ServerOptions.Name) is { Length: > 0 })
            services.AddHostedService<ServerWatch>();
    }

    private static void AddBroker(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration.GetConnectionString("RocketMq") is not { Length: > 0 } rocketMq)
        {
            services.TryAddSingleton<IMessageBroker, SqliteBroker>();
            services.AddSingleton(
                new StartCheck(
                    (provider, ct) => Task.Run(() => (provider.GetRequiredService<IMessageBroker>() as SqliteBroker)?.Check(), ct)
                )
            );
            return;
        }
        services.TryAddSingleton(RocketMqOptions.Parse(rocketMq));
        services.TryAddSingleton<DeadLetterStore>();
        services.AddSingleton(
            new StoreMigration(
                "mysql queue",
                RelationalStores.Setting,
                (provider, ct) => provider.GetRequiredService<DeadLetterStore>().OpenAsync(ct).AsTask()
            )
        );
        services.TryAddSingleton<IMessageBroker, RocketMqBroker>();
    }
}
