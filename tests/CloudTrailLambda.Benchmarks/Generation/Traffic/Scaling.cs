namespace CloudTrailLambda.Benchmarks.Generation.Traffic;

/// <summary>Services that keep machines, targets and agents in step with the load.</summary>
internal static class Scaling
{
    public static IEnumerable<TrafficKind> All =>
    [
        new(450, [ServiceRole("autoscaling.amazonaws.com", "AWSServiceRoleForAutoScaling", "AutoScaling")],
        [
            new("ec2", "DescribeInstanceStatus", Weight: 12)
            {
                Request = """
                    {"instancesSet":{"items":[{"instanceId":"i-0<hex 16 of 60>"},{"instanceId":"i-0<hex 16 of 50>"},
                     {"instanceId":"i-0<hex 16 of 40>"}]},"filterSet":{},"includeAllInstances":true}
                    """,
            },
            new("elasticloadbalancing", "DescribeTargetHealth", Weight: 12)
            {
                Request = """
                    {"targetGroupArn":"arn:aws:elasticloadbalancing:<region>:<account>:targetgroup/<pick web|api|admin>/<hex 16 of 6>"}
                    """,
            },
            new("elasticloadbalancing", "RegisterTargets", Weight: 2)
            {
                Request = """
                    {"targetGroupArn":"arn:aws:elasticloadbalancing:<region>:<account>:targetgroup/<pick web|api|admin>/<hex 16 of 6>",
                     "targets":[{"id":"i-0<hex 16 of 60>"}]}
                    """,
            },
            RunInstances,
        ]),
        new(450, [ServiceRole("ecs.amazonaws.com", "AWSServiceRoleForECS", "ecs-service-scheduler")],
        [
            new("elasticloadbalancing", "DescribeTargetHealth")
            {
                Request = """
                    {"targetGroupArn":"arn:aws:elasticloadbalancing:<region>:<account>:targetgroup/<pick checkout|catalog|search>/<hex 16 of 9>",
                     "targets":[{"id":"10.0.<int 0 15>.<int 4 250>","port":8080}]}
                    """,
            },
            new("ec2", "CreateNetworkInterface", Weight: 2)
            {
                Request = """
                    {"subnetId":"subnet-0<hex 16 of 6>","description":"arn:aws:ecs:<region>:<account>:attachment/<uuid>",
                     "groupSet":{"items":[{"groupId":"sg-0<hex 16 of 40>"}]},"privateIpAddressesSet":{},
                     "clientToken":"<int 100000000 999999999>"}
                    """,
                Response = """
                    {"requestId":"<request id>","networkInterface":{"networkInterfaceId":"eni-0<hex 16 of 90>",
                     "subnetId":"subnet-0<hex 16 of 6>","status":"pending","sourceDestCheck":true}}
                    """,
            },
        ]),
        new(450, [ServiceRole("ssm.amazonaws.com", "AWSServiceRoleForAmazonSSM", "SSM")],
        [
            new("ssm", "ListAssociations")
            {
                Request = """{"associationFilterList":[{"key":"InstanceId","value":"i-0<hex 16 of 60>"}],"maxResults":50}""",
            },
            new("ssm", "DescribeInstanceInformation")
            {
                Request = """
                    {"filters":[{"key":"PingStatus","values":["Online","ConnectionLost"]}],"maxResults":50,
                     "nextToken":"<base64 40>"}
                    """,
            },
        ]),
        new(500, [TableScaling],
        [
            new("dynamodb", "DescribeTable")
            {
                Request = """{"tableName":"<pick orders|carts|sessions|stock>"}""",
                Resources = """
                    [{"accountId":"<account>","type":"AWS::DynamoDB::Table",
                     "ARN":"arn:aws:dynamodb:<region>:<account>:table/<pick orders|carts|sessions|stock>"}]
                    """,
            },
            new("monitoring", "DescribeAlarms")
            {
                Request = """
                    {"alarmNames":["TargetTracking-table/<pick orders|carts|sessions|stock>-AlarmHigh-<uuid of 8>",
                     "TargetTracking-table/<pick orders|carts|sessions|stock>-AlarmLow-<uuid of 7>"]}
                    """,
            },
            new("monitoring", "PutMetricAlarm", Weight: 3)
            {
                Request = """
                    {"alarmName":"TargetTracking-table/<pick orders|carts|sessions|stock>-AlarmHigh-<uuid of 8>",
                     "threshold":42.5,"evaluationPeriods":2,"period":60,"statistic":"Sum","namespace":"AWS/DynamoDB",
                     "metricName":"ConsumedReadCapacityUnits","comparisonOperator":"GreaterThanThreshold",
                     "actionsEnabled":true}
                    """,
            },
        ]),
    ];

    private static ApiCall RunInstances { get; } = new("ec2", "RunInstances", Weight: 1)
    {
        Request = """
            {"instancesSet":{"items":[{"imageId":"ami-0<hex 16 of 3>","minCount":1,"maxCount":1}]},"instanceType":"m7g.large",
             "blockDeviceMapping":{},"monitoring":{"enabled":false},"disableApiTermination":false,"clientToken":"fleet-<uuid>",
             "launchTemplate":{"launchTemplateId":"lt-0<hex 16 of 3>","version":"<int 1 40>"},"subnetId":"subnet-0<hex 16 of 6>"}
            """,
        Response = """
            {"requestId":"<request id>","reservationId":"r-0<hex 16>","ownerId":"<account>","groupSet":{},"instancesSet":{"items":[
             {"instanceId":"i-0<hex 16 of 60>","imageId":"ami-0<hex 16 of 3>","instanceState":{"code":0,"name":"pending"},
              "instanceType":"m7g.large","privateIpAddress":"10.0.<int 0 15>.<int 4 250>","subnetId":"subnet-0<hex 16 of 6>",
              "networkInterfaceSet":{"items":[{"networkInterfaceId":"eni-0<hex 16 of 90>",
               "groupSet":{"items":[{"groupId":"sg-0<hex 16 of 40>","groupName":"web"}]}}]},
              "tagSet":{"items":[{"key":"aws:autoscaling:groupName","value":"web"},
               {"key":"team","value":"<pick payments|search|données|platform>"}]}}]}}
            """,
    };

    private static Actor TableScaling { get; } = ServiceRole(
        "dynamodb.application-autoscaling.amazonaws.com",
        "AWSServiceRoleForApplicationAutoScaling_DynamoDBTable",
        "AutoScaling-ManageAlarms");

    private static Actor ServiceRole(string host, string role, string session) => new(
        Identities.Assumed(session, $$""","invokedBy":"{{host}}" """, $"/aws-service-role/{host}/"), host, host, role)
    {
        SessionsAtOnce = 3,
    };
}
