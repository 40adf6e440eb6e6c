using HandoffSaga.Alerts;

namespace HandoffSaga.Specs.Alerts;

public sealed class Who_is_alerted
{
    private static readonly Uri FloorHub = new("http://floor-hub:8080/alerts");
    private static readonly Uri Pager = new("https://pager.example.com/hook");

    [Fact]
    public void Nobody_unless_configured()
    {
        AlertFanout.To(new AlertOptions(), SampleAlert.Escalation).ShouldBeEmpty();
    }

    [Fact]
    public void Each_address_by_a_message_of_its_own()
    {
        var deliveries = AlertFanout.To(new AlertOptions { FloorHubUrl = FloorHub, Urls = [Pager] }, SampleAlert.Escalation);

        deliveries.Select(delivery => delivery.Url).ShouldBe([FloorHub, Pager]);
        deliveries.ShouldAllBe(delivery =>
            delivery.Alert == SampleAlert.Escalation && delivery.Attempt == 1 && delivery.FirstMessageId == null
        );
    }

    [Fact]
    public void An_address_that_is_named_twice_once()
    {
        AlertFanout
            .To(new AlertOptions { FloorHubUrl = FloorHub, Urls = [Pager, FloorHub, Pager] }, SampleAlert.Escalation)
            .Count.ShouldBe(2);
    }
}
