<?php
// Reads base64 of one WBXML document a line, writes base64 of the XML that Horde makes of it.
error_reporting(E_ALL & ~E_DEPRECATED);
spl_autoload_register(function ($name) {
    $path = '/usr/share/php/' . str_replace('_', '/', $name) . '.php';
    if (file_exists($path)) {
        require_once $path;
    }
});
if (!class_exists('Horde_Xml_Wbxml_Decoder')) {
    exit(3);
}
while (($line = fgets(STDIN)) !== false) {
    $decoder = new Horde_Xml_Wbxml_Decoder();
    echo base64_encode($decoder->decodeToString(base64_decode(trim($line)))), "\n";
}
