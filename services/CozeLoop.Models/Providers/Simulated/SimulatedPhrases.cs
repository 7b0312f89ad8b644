namespace CozeLoop.Models.Providers.Simulated;

/// <summary>What the simulated agent can say. <c>{topic}</c> is a piece of the user's line.</summary>
internal sealed record SimulatedPhrases(string[] Short, string[] Openings, string[][] Steps, string Separator, string NoTopic)
{
    public static SimulatedPhrases English { get; } =
        new(
            [
                "Your request is confirmed.",
                "I have passed this on, and you will hear from us today.",
                "That is possible, please send me your order number.",
                "This is not covered by our policy, I am sorry.",
            ],
            [
                "Thank you for your message about \"{topic}\".",
                "I am happy to look into \"{topic}\" for you.",
                "I understand, and I am sorry for the trouble with \"{topic}\".",
                "Let me check what we can do about \"{topic}\".",
            ],
            [
                [
                    "I have found your record and everything looks in order.",
                    "Our policy allows a change within 24 hours after the order.",
                    "I need your order number before I can go on.",
                    "This usually takes two to three working days.",
                    "I cannot do this without your confirmation.",
                ],
                [
                    "You will get a confirmation by e-mail as soon as it is done.",
                    "If you agree, I will make the change right away.",
                    "There is no extra charge for this.",
                    "A colleague from the team in charge will follow up with you.",
                ],
                [
                    "Is there anything else I can help you with?",
                    "Please tell me if you would like to proceed.",
                    "Thank you for your patience.",
                ],
            ],
            " ",
            "your request"
        );

    public static SimulatedPhrases Chinese { get; } =
        new(
            ["您的请求已确认。", "我已转交处理，今天会给您答复。", "可以办理，请提供订单号。", "抱歉，这不在我们的政策范围内。"],
            ["感谢您咨询“{topic}”。", "我很乐意为您处理“{topic}”。", "非常抱歉“{topic}”给您带来不便。", "我来看看“{topic}”该怎么处理。"],
            [
                [
                    "我已查到您的记录，一切正常。",
                    "按照政策，下单后24小时内可以更改。",
                    "继续之前，我需要您的订单号。",
                    "通常需要两到三个工作日。",
                    "未经您确认，我无法办理。",
                ],
                ["办理完成后，您会收到确认邮件。", "如果您同意，我马上为您更改。", "这项服务不收取额外费用。", "相关同事会跟进并联系您。"],
                ["还有什么可以帮您的吗？", "如需继续，请告诉我。", "感谢您的耐心等待。"],
            ],
            "",
            "您的请求"
        );
}
