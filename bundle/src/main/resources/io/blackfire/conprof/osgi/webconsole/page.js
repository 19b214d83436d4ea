// Shows the status again every few seconds; without it, the page is as it was when it was loaded.
(function () {
    const status = document.getElementById('blackfire');

    async function refresh() {
        // not behind the user's back, and not under a text being copied
        if (document.hidden || String(getSelection())) {
            return;
        }
        try {
            const answer = await fetch(location.origin + pluginRoot + '/status.html.part');
            status.classList.toggle('stale', !answer.ok);
            if (answer.ok) {
                status.innerHTML = await answer.text();
            }
        } catch (e) {
            status.classList.add('stale');
        }
    }

    setInterval(refresh, 5000);
})();
