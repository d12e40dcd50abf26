"""A transfer that image servers may steer: announced downloads, broadcasts, repair over https.

The same for FUMO's package and SCOMO's downloads. It gives the generated
machine what happens on the air and carries out what that orders; every octet
comes in through the compiled procedures. What it knows beside the machine is
in a `DeliveryRecord` and in the store of the transfer, so that it goes on after
a kill at any instant.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from swm.alerts.report_rules import announced_rules
from swm.delivery import StorageFull
from swm.delivery.session_description import read_session
from swm.delivery.small_files import CarouselRepository
from swm.delivery.sources import (
    ObjectChanged,
    RangesRefused,
    SourceBusy,
    SourceFailed,
    SourceLost,
    SourceNotTrusted,
)
from swm.device.delivery_record import Delivery
from swm.device.image_delivery import ImageDelivery, NoImageServer
from swm.device.plain_transfer import PlainTransfer
from swm.device.reports import Background
from swm.device.session_descriptions import REPAIR_URI, URI, is_final, refuses_client
from swm.device.times import seconds_of
from swm.errors import MessageError
from swm.security import ProcedureStopped
from swm.trust import Action, Announcement
from swm_enablers.bcastdelivery_1_0.messages import Result as ReceptionResult
from swm_enablers.dmsecurity_1_2.messages import Result as SecurityResult

if TYPE_CHECKING:
    from swm.delivery.session_description import FluteSession
    from swm.device.steering import Steering
    from swm_enablers.bcastdelivery_1_0.client import ReceptionObject

RETRY: Final = 2.0
LISTENING: Final = ("BROADCAST_SCHEDULED", "DOWNLOAD_PROGRESSING", "DOWNLOAD_INTERRUPTED")
STANDING: Final = ("DOWNLOAD_SUSPENDED", "DOWNLOAD_INTERRUPTED")
BELIEVED: Final = ("check_target_class", "check_prerequisite", "check_target_counter", "check_vouched")
"""Steps of `authorise_package` that only authentic metadata reach: their failing is no forgery and ends the transfer."""
FORGED: Final = ("check_root_chain", "check_timestamp")
"""Steps whose failing is one: what they look at is one signed file. Files further on may just be of two versions."""


class SteeredTransfer(PlainTransfer):
    """What image servers bring, laid over a transfer by URL, which does the rest. Call `attach` before anything else."""

    EVENTS: ClassVar[Mapping[Action, Any]]
    """The event of the machine for each action."""

    def attach(self, uri: str, steering: Steering, folder: Path) -> None:
        """Begin with what `folder` keeps of an earlier life."""
        self._steering = steering
        self._delivery = ImageDelivery(uri, self._own.tree, folder, steering, self._own.clock)
        self._asked: Announcement | None = None
        """The announcement that is being carried out."""
        self._judged: str | None = None
        """Its campaign, while only the question is asked."""
        self._seen_metadata: dict[str, bytes] = {}
        self._next_try = 0.0
        # When to tune in again, 0.0 where the network does not refuse it.
        self._next_tune = 0.0
        self._busy = False
        """Whether the server asked for patience."""
        steering.steered[uri] = self
        steering.receptions[uri] = self

    def detach(self) -> None:
        """Listen no more, and make sure of what was received."""
        for table in (self._steering.steered, self._steering.receptions):
            if table.get(self._uri) is self:
                del table[self._uri]
        self._delivery.close()

    def restore(self) -> None:
        """What is stored, before the machine asks for it."""
        try:
            self._delivery.restore()
        except (ProcedureStopped, NoImageServer) as error:
            # Newer metadata, or the server, took the leave back; the machine hears of it where it asks next.
            self._steering.say("not authorised any more", {"reason": str(error)})

    def told(self) -> dict[str, int]:
        """Datagrams and octets that came, forged ones, octets repaired."""
        return {
            "datagrams": self._delivery.client.datagrams,
            "octets": self._delivery.client.octets,
            "forged": self._delivery.client.forged,
            "repaired": 0 if self._delivery.awaited is None else self._delivery.awaited.repaired,
        }

    def listen_in(self) -> bool:
        """Take in what has arrived; whether there was any."""
        self._tune()
        drained = self._delivery.client.drain()
        if drained:
            self._small_files()
        return drained

    @property
    def is_by_url(self) -> bool:
        """Whether the transfer is one that no image server has to do with."""
        return self._delivery.awaited is None and self.node.variables.source.name == "HTTPS"

    # reports ------------------------------------------------------------------------------------------------------

    def background(self) -> Background:
        """What an announcement or a broadcast brings, many devices have at the same time."""
        waits = self._delivery.awaited
        if waits is None:
            return Background()
        isid, _, campaign = waits.campaign.partition(" ")
        delivery = self._delivery.about("DeliveryID") if waits.by_broadcast else ""
        rules = self._delivery.report_rules() if waits.by_broadcast else None
        return Background(
            isid,
            delivery or campaign,
            bool(waits.campaign) or waits.by_broadcast,
            announced_rules(waits.report) if rules is None else rules,
            self._delivery.reception_report() if waits.by_broadcast else "",
        )

    def asks_for_leave(self) -> bool:
        """Whether the DM server's leave is missing for what an image server announced."""
        return self.running_campaign() is not None and self.node.variables.awaits.name in ("SERVER", "BOTH")

    def attacked(self, isid: str, result: int, suppressed: int) -> None:
        """Report an announcement that was refused, with the object's own code of the result."""
        self.reports.attacked(isid, int(self.RESULTS[SecurityResult(result).name]), suppressed)

    # announcements ------------------------------------------------------------------------------------------------

    def carry_out(self, announcement: Announcement) -> None:
        """Do what an accepted announcement says, if the machine still takes it."""
        # What ended before a kill is reported before anything takes its place.
        self.reports.look()
        event = self.EVENTS.get(announcement.action)
        self._asked = announcement
        if announcement.action is Action.REPORT_POLICY and self.own_campaign():
            self._delivery.change(report=dict(announcement.report))
        if event is not None and self.node.takes(event):
            if announcement.action.brings_a_package and announcement.offer is not None:
                self.discard_package()
                self._delivery.wait_for(self._delivery_of(announcement))
            self.node.fire(event)
            # The next announcement may end it before a step: what has begun is to be reported then, too.
            self.reports.look()
        self._asked = None

    def _delivery_of(self, announcement: Announcement) -> Delivery:
        assert announcement.offer is not None
        urls = [source.url for source in announcement.sources if source.url]
        # S311: a spread over time needs no secret.
        wait = random.random() * announcement.start_random_period  # noqa: S311
        reference = self._delivery.text("ImageServer/Ref")
        entry = self._steering.designations.entry(reference)
        return Delivery(
            announcement.offer.name,
            campaign=f"{announcement.isid} {announcement.campaign}",
            goal="update" if announcement.action is Action.DOWNLOAD_AND_UPDATE else "download",
            url=urls[0] if urls else "",
            by_broadcast=any(source.session for source in announcement.sources),
            report=dict(announcement.report),
            due=time.time() + wait,
            image_server=reference,
            expires=0.0 if entry is None else float(announcement.not_before + entry.max_age),
        )

    def takes_announced(self, action: str, campaign: str) -> bool:
        """Whether the machine takes it; `own_campaign` and its like speak of this announcement meanwhile."""
        event = self.EVENTS.get(Action(action))
        self._judged = campaign
        try:
            return self.own_campaign() if event is None else bool(self.node.takes(event))
        finally:
            self._judged = None

    def running_campaign(self) -> str | None:
        """The campaign behind the transfer."""
        waits = self._delivery.awaited
        return waits.campaign if waits is not None and waits.campaign else None

    @property
    def announces_broadcast(self) -> bool:
        """Whether the announcement in question names a broadcast."""
        return self._asked is None or any(source.session for source in self._asked.sources)

    @property
    def announces_installation(self) -> bool:
        """Whether the announcement in question ends in an installation. ImageServer/Mode 2 leaves it to the DM server."""
        wanted = self._asked is not None and self._asked.action is Action.DOWNLOAD_AND_UPDATE
        return wanted and self._delivery.text("ImageServer/Mode") != "2"

    # the air ------------------------------------------------------------------------------------------------------

    def _reception(self) -> ReceptionObject | None:
        name = self._delivery.text("Broadcast/Ref").rpartition("/")[2]
        found: ReceptionObject | None = self._steering.deliveries.objects("").get(name)
        return found

    def _tune(self) -> None:
        """Listen while an image server may announce something here, or a transfer waits for a broadcast."""
        name = self.node.state.name
        steered = self._delivery.text("ImageServer/Mode") not in ("", "0")
        waits = self.node.variables.source.name == "BROADCAST" and name in LISTENING
        repairs = name == "REPAIR_PROGRESSING" and self._delivery.repairs_by_broadcast
        description = self._description(REPAIR_URI if repairs else URI) if steered or waits or repairs else ""
        try:
            self._listen_to(read_session(description) if description else None)
        except MessageError as error:
            self._steering.say("cannot listen", {"object": self._uri, "reason": str(error)})
            self._own.tree.store(f"{self._uri}/ImageServer/Mode", "0")
        # Without a description it may be over by now.
        waits = waits and self.node.state.name == name
        taking = (waits and name != "DOWNLOAD_INTERRUPTED") or repairs
        waiting = name == "DOWNLOAD_INTERRUPTED" and self.node.variables.reason.name == "BROADCAST_LOST"
        self._delivery.client.listen(taking or waiting)

    def _listen_to(self, session: FluteSession | None) -> None:
        """Tune in. What the network refuses now, as before it is up, is tried again, and told once."""
        if session is not None and self._own.clock() < self._next_tune:
            return
        try:
            self._delivery.client.tune(session)
            self._next_tune = 0.0
        except OSError as error:
            if not self._next_tune:
                self._steering.say("cannot listen", {"object": self._uri, "reason": str(error)})
            self._next_tune = self._own.clock() + RETRY

    def _description(self, leaf: str) -> str:
        """The session to listen to; empty where there is none, or none yet."""
        try:
            return self._steering.descriptions.get(self._uri, leaf)
        except (SourceFailed, MessageError) as failed:
            self._steering.say("no session description", {"object": self._uri, "reason": str(failed)})
            if self.node.state.name == "BROADCAST_SCHEDULED":
                self._cannot_hear(failed)
            return self._steering.descriptions.known(self._uri) if leaf == URI else ""

    def _cannot_hear(self, failed: SourceFailed | MessageError) -> None:
        """End what waits for a broadcast, unless waiting may mend it: then it is asked again until EndTime is over."""
        if isinstance(failed, MessageError):
            self._tell("end_time_over")
            self.node.broadcast_missed()
        elif is_final(failed):
            self._first_datagram()
            self.node.download_fails(
                self.RESULTS.AUTHENTICATION_FAILED if refuses_client(failed) else self.RESULTS.TLS_FAILED
            )

    def _small_files(self) -> None:
        small = self._delivery.client.small
        for name in small.names() if small is not None else ():
            if small is not None and name.startswith("announcement/"):
                octets = small.file(name)
                small.forget(name)
                if octets is not None:
                    self._steering.hear(octets, "carousel")

    def step_delivery(self) -> bool:
        """One piece of work of the transfer. Whether the state is one of a transfer: all others are the object's own."""
        state = self.node.state.name
        self._stands.see(self.node.state)
        if state in STANDING and self._stands.stood(self._policy("MaxSuspendTime")):
            self.node.suspend_time_over()
        elif state == "AWAITING_AUTHORISATION":
            self._await_leave()
        elif state == "BROADCAST_SCHEDULED":
            self._scheduled()
        elif state == "DOWNLOAD_PROGRESSING":
            self._progressing()
        elif state == "DOWNLOAD_INTERRUPTED":
            self._interrupted()
        elif state == "REPAIR_PROGRESSING":
            self._repair()
        elif state == "VERIFYING":
            self.node.verification_ends()
        elif state != "DOWNLOAD_SUSPENDED":
            return False
        return True

    def _await_leave(self) -> None:
        """Give up when MaxAge of the image server's entry is over. That leave is missing, `reports` tells."""
        waits = self._delivery.awaited
        if waits is not None and waits.campaign and waits.expires and self._steering.now() > waits.expires:
            self.node.announcement_expires()

    def _scheduled(self) -> None:
        if self._delivery.store is None:
            self._authorise_from_carousel()
        if self._delivery.client.good or (self._delivery.store is not None and self._delivery.store.octets):
            self._first_datagram()
        elif self._is_over():
            self._tell("end_time_over")
            self.node.broadcast_missed()

    def _first_datagram(self) -> None:
        if self.node.state.name == "BROADCAST_SCHEDULED":
            self._tell("first_datagram")
            self.node.first_datagram()

    def _progressing(self) -> None:
        against = self._own.surroundings.against_transfer(self._policy)
        if against is not None:
            self._tell("transfer_stands")
            self._arises(busy=False)
        elif self.node.variables.source.name == "HTTPS":
            self._fetch("download")
        elif self._delivery.store is None:
            # A kill came between the journal and the record of the metadata.
            self._authorise_from_carousel()
            if self._delivery.store is None and (self._is_over() or self._is_silent()):
                self._transmission_over()
        elif self._delivery.store.complete:
            self._complete("download")
        elif self._is_over() or self._is_silent():
            self._transmission_over()

    def _transmission_over(self) -> None:
        # BytesReceived are those that are safe.
        self._delivery.commit()
        self._delivery.show_progress()
        # What comes from here on belongs to the next transmission.
        self._delivery.client.good = 0
        self._tell("transmission_over")
        self.node.transmission_over()
        if self._delivery.awaited is not None:
            self._delivery.change(transmissions=self._delivery.awaited.transmissions + 1)

    def _interrupted(self) -> None:
        if self._own.surroundings.against_transfer(self._policy) is not None or self._own.clock() < self._next_try:
            return
        lost = self.node.variables.reason.name == "BROADCAST_LOST"
        waits = self._delivery.awaited
        if lost and waits is not None and self._comes_again(waits.transmissions):
            if self._delivery.client.good:
                self.node.next_transmission()
                self._tell("next_transmission")
            return
        self.node.condition_clears()
        self._tell("next_transmission")

    def _is_over(self) -> bool:
        end = seconds_of(self._delivery.about("EndTime"))
        return end is not None and time.time() >= end

    def _is_silent(self) -> bool:
        return self._own.clock() - self._delivery.client.last_good >= self._steering.settings.silence

    def _tell(self, event: str, *result: Any) -> None:
        """Let the delivery's machine know; one that is not there, or not so far, hears nothing."""
        reception = self._reception()
        if reception is not None:
            getattr(reception, event)(*result)

    def settle(self) -> None:
        """What is left to do after a step: the delivery's machine rests when nothing runs."""
        if self.node.state.name in self.ENDED:
            reception = self._reception()
            if reception is not None and reception.state.name != "IDLE":
                reception.transfer_cancelled()
                reception.clean_up()

    # authorisation ------------------------------------------------------------------------------------------------

    def _authorise_from_carousel(self) -> None:
        small = self._delivery.client.small
        if small is None:
            return
        files = {
            name.removeprefix("metadata/"): small.file(name) or b"" for name in small.names() if "metadata/" in name
        }
        if files == self._seen_metadata or "timestamp.json" not in files:
            return
        self._seen_metadata = files
        self._authorised(lambda: self._delivery.authorise(CarouselRepository(small), files))

    def _authorised(self, ask: Callable[[], None]) -> bool:
        """Ask for leave to receive the package. Whether it was given."""
        try:
            ask()
        except ProcedureStopped as stopped:
            self._steering.say("metadata refused", {"step": stopped.step, "result": int(stopped.result)})
            if stopped.step in BELIEVED or self.node.variables.source.name != "BROADCAST":
                self._first_datagram()
                # The procedure is not of this enabler; its results have the same names.
                self.node.download_fails(self.RESULTS[SecurityResult(stopped.result).name])
            elif stopped.step in FORGED:
                # It costs the transfer nothing; the server is to know that somebody tries.
                entry = self._steering.designations.entry(self._delivery.image_server)
                if entry is not None:
                    self._steering.receiver.forged(entry.isid, self._uri, int(stopped.result))
            return False
        except StorageFull:
            self._first_datagram()
            self.node.download_fails(self.RESULTS.DOWNLOAD_OUT_OF_MEMORY)
            return False
        except (OSError, NoImageServer):
            # The carousel has not yet brought all files, or the server does not answer; it is asked again.
            return False
        return True

    # https: downloads and repair ----------------------------------------------------------------------------------

    def _fetch(self, what: str) -> None:
        waits = self._delivery.awaited
        if waits is None or time.time() < waits.due or self._own.clock() < self._next_try:
            return
        try:
            if self._delivery.store is None and not self._authorised(self._delivery.authorise_over_https):
                # The image server does not answer, or only with what a repair cannot go on with: attempts are counted,
                # and used up some time.
                self._next_try = self._own.clock() + self._back_off()
                if self.node.state.name == "DOWNLOAD_PROGRESSING":
                    self._arises(busy=False)
                elif self.node.state.name == "REPAIR_PROGRESSING":
                    self._repair_unreachable()
                return
            self._delivery.pull(waits.url if what == "download" else waits.repair_from)
        except StorageFull:
            self.node.download_fails(self.RESULTS.DOWNLOAD_OUT_OF_MEMORY)
        except SourceFailed as failed:
            self._failed(failed, what)
        else:
            if self._delivery.store is not None and self._delivery.store.complete:
                self._complete(what)

    def _failed(self, failed: SourceFailed, what: str) -> None:
        self._steering.say("source failed", {"reason": str(failed)})
        asked = failed.seconds if isinstance(failed, SourceBusy) and failed.seconds is not None else 0
        self._next_try = self._own.clock() + max(asked, self._back_off())
        if isinstance(failed, SourceBusy):
            self._arises(busy=True)
        elif what == "repair":
            if isinstance(failed, (ObjectChanged, RangesRefused)):
                self._tell("repair_fails", ReceptionResult.REPAIR_FAILED)
                self.node.repair_incomplete()
            else:
                self._repair_unreachable()
        elif isinstance(failed, SourceNotTrusted):
            self.node.download_fails(self.RESULTS.TLS_FAILED)
        elif refuses_client(failed):
            self.node.download_fails(self.RESULTS.AUTHENTICATION_FAILED)
        elif isinstance(failed, ObjectChanged):
            self.node.object_changed()
        elif isinstance(failed, RangesRefused):
            self.node.ranges_refused()
        elif isinstance(failed, SourceLost):
            self._arises(busy=False)
        else:
            self.node.download_fails(self.RESULTS.SERVER_UNAVAILABLE)

    def _back_off(self) -> float:
        """Seconds until the next attempt: Policy/InitialBackoff, doubled with each, up to MaxBackoff, 50 % more or less."""
        first, longest = int(self._policy("InitialBackoff") or 0), int(self._policy("MaxBackoff") or 3600)
        wait = min(first * 2.0 ** min(self.node.variables.attempts, 20), longest)
        # S311: a spread over time needs no secret.
        return float(max(RETRY, wait * (0.5 + random.random())))  # noqa: S311

    def _arises(self, *, busy: bool) -> None:
        self._busy = busy
        self.node.condition_arises()

    def _repair(self) -> None:
        if self._delivery.store is not None and self._delivery.store.complete:
            self._complete("repair")
            return
        if self._own.surroundings.against_transfer(self._policy) is not None:
            self._arises(busy=False)
            return
        waits, good = self._delivery.awaited, self._delivery.client.good
        on_the_air = self._delivery.repairs_by_broadcast
        if waits is None or (on_the_air and good and not self._is_silent()):
            return
        is_due = time.time() >= waits.repair_due
        if waits.repair_from:
            if is_due:
                self._fetch("repair")
        elif good and on_the_air:
            self._tell("repair_fails", ReceptionResult.REPAIR_FAILED)
            self.node.repair_incomplete()
        elif is_due:
            self._repair_unreachable()

    def _repair_unreachable(self) -> None:
        """No server answers, or nobody sends: again, or given up."""
        self.node.repair_unreachable()
        if self.node.state.name in self.ENDED:
            self._tell("repair_fails", ReceptionResult.REPAIR_SERVER_UNREACHABLE)

    def _complete(self, what: str) -> None:
        self._delivery.commit()
        self._delivery.show_progress()
        self._tell("file_complete")
        if what == "repair":
            self.node.file_complete()
        else:
            self.node.download_completes()

    # facts of the generated machine, and of the delivery's ---------------------------------------------------------

    @property
    def stands_against(self) -> str:
        """What stands against the transfer, as the name of a condition."""
        if self.is_by_url:
            return self._transfer.condition(self._policy)
        found = self._own.surroundings.against_transfer(self._policy)
        return found or ("SERVER_OVERLOAD" if self._busy else "NETWORK_LOST")

    def transmissions_left(self) -> bool:
        """EndTime is not over, and with this one fewer have ended than Repetitions says."""
        waits = self._delivery.awaited
        return self._comes_again(1 if waits is None else waits.transmissions + 1)

    def _comes_again(self, ended: int) -> bool:
        """Whether another transmission is planned when so many have ended."""
        planned = int(self._delivery.about("Repetitions") or 0)
        return not self._is_over() and not 0 < planned <= ended

    def repair_possible(self) -> bool:
        """Repair/Mode names unicast and there is a server, or it names a second broadcast and there is one; and not more
        than MaxMissing is missing."""
        return self._delivery.repairs_by_broadcast or self._delivery.repair_plan(0.0, 0.0) is not None

    def transfer_runs(self) -> bool:
        """The transfer neither stands nor has ended."""
        return self.node.state.name in ("BROADCAST_SCHEDULED", "DOWNLOAD_PROGRESSING")

    def own_campaign(self) -> bool:
        """Whether the announcement in question is of the campaign behind the transfer."""
        asked = self._asked
        campaign = self._judged if asked is None else f"{asked.isid} {asked.campaign}"
        return campaign is not None and campaign == self.running_campaign()

    # actions ------------------------------------------------------------------------------------------------------

    def start_download(self) -> None:
        """From the first octet; `step` fetches it. An order of the DM server is the object's own."""
        if self._delivery.awaited is None or self.node.variables.initiator.name == "DM":
            self._delivery.forget()
            super().start_download()

    def listen(self) -> None:
        """`step` listens. For an order of the DM server, Broadcast/FileURI names the package."""
        if self.node.variables.initiator.name == "DM":
            wanted = self._delivery.text("Broadcast/FileURI")
            if (
                self._delivery.awaited is None
                or self._delivery.awaited.package != wanted
                or self._delivery.awaited.campaign
            ):
                goal = self.node.variables.goal.value
                self.discard_package()
                self._delivery.wait_for(
                    Delivery(wanted, goal=goal, image_server=self._delivery.text("ImageServer/Ref"))
                )
        self._seen_metadata = {}
        self._steering.descriptions.ask_again(self._uri)
        self._tell("armed")

    def stop_listening(self) -> None:
        """`step` listens only while the machine says so."""

    def pause_transfer(self) -> None:
        """Keep what is there."""
        super().pause_transfer()
        self._delivery.hang_up()
        self._delivery.commit()
        self._tell("transfer_stands")

    def start_repair(self) -> None:
        """Draw when and from where, once."""
        self._delivery.draw_repair()

    def discard_package(self) -> None:
        """Delete everything that was received."""
        super().discard_package()
        self._delivery.forget()
        self._seen_metadata = {}
